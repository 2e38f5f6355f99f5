package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import java.util.List;
import java.util.SplittableRandom;

/** A log whose commits come as another process's notices now and then, or get lost, to be doubted at the next one. */
record FlakyNotices(EventLog log, long seed) implements EventLog {
    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        return log.append(lease, facts);
    }

    @Override
    public Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return log.submit(user, chat, request);
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        return log.read(chat, after, limit);
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId chat, long after, int limit) {
        return log.read(user, chat, after, limit);
    }

    @Override
    public Listening listen(LogListener listener) {
        var random = new SplittableRandom(seed);

        return log.listen(new LogListener() {
            @Override
            public synchronized void committed(ChatId chat, List<StoredEvent> events) {
                switch (random.nextInt(6)) {
                    case 0 -> listener.advanced(chat, events.getLast().seq());
                    case 1 -> listener.unsure();
                    case 2 -> {
                        listener.committed(chat, events);
                        listener.advanced(chat, events.getLast().seq());
                    }
                    default -> listener.committed(chat, events);
                }
            }

            @Override
            public void advanced(ChatId chat, long seq) {
                listener.advanced(chat, seq);
            }

            @Override
            public void unsure() {
                listener.unsure();
            }
        });
    }
}
