package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.chat.WatchChat.Watch;
import dev.lucid.port.chat.Watcher;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.EventLog.Listening;
import dev.lucid.port.log.LogListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells watchers what happens, once it is committed. Each watcher is a cursor into the log; what is live only saves it
 * the reading. Owns the threads it works on. Safe for many threads.
 */
public final class ChatFeed implements AutoCloseable {
    private final Map<ChatId, Channel> channels = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lucid-feed-", 0).factory());
    private final LogReading reading;
    private final Listening listening;

    public ChatFeed(EventLog log) {
        this.reading = new LogReading(log, threads);
        this.listening = log.listen(new News());
    }

    /** Shows the watcher all events after {@code after}, and then what comes. Who may watch is decided before. */
    public Watch watch(ChatId chat, long after, Watcher watcher) {
        var joined = new AtomicReference<Watch>();
        channels.compute(chat, (id, known) -> {
            var channel = known == null ? new Channel(id, reading, this::drop) : known;
            var cursor = channel.join(watcher, after);
            joined.set(() -> leave(channel, cursor));
            return channel;
        });

        return Optional.ofNullable(joined.get()).orElseThrow();
    }

    /** Shows some more of a text that is being made. Not stored, and gone once its event is committed. */
    public void made(ChatId chat, Delta delta) {
        channels.compute(chat, (id, known) -> {
            var channel = known == null ? new Channel(id, reading, this::drop) : known;
            channel.made(delta);
            return channel;
        });
    }

    /** The chat's turn is over in this process: what was left half made is forgotten. */
    public void rested(ChatId chat) {
        channels.computeIfPresent(chat, (_, channel) -> {
            channel.rested();
            return channel;
        });
    }

    private void leave(Channel channel, Cursor cursor) {
        channel.leave(cursor);
        drop(channel);
    }

    /** Under the map's lock, so nobody joins a channel that is dropped. */
    private void drop(Channel channel) {
        channels.computeIfPresent(channel.chat(), (_, known) -> known == channel && channel.isIdle() ? null : known);
    }

    /** What a chat's newest events and its watchers' queues hold, as {@link Weight} counts. */
    long weight(ChatId chat) {
        var channel = channels.get(chat);
        return channel == null ? 0 : channel.weight();
    }

    /** How many chats have something live. */
    int live() {
        return channels.size();
    }

    @Override
    public void close() {
        listening.close();
        threads.shutdownNow();
    }

    private final class News implements LogListener {
        @Override
        public void committed(ChatId chat, List<StoredEvent> events) {
            channels.computeIfPresent(chat, (_, channel) -> {
                channel.committed(events);
                return channel;
            });
        }

        @Override
        public void advanced(ChatId chat, long seq) {
            channels.computeIfPresent(chat, (_, channel) -> {
                channel.advanced(seq);
                return channel;
            });
        }

        @Override
        public void unsure() {
            channels.values().forEach(Channel::doubt);
        }
    }
}
