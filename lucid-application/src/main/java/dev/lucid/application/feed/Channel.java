package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.chat.Watcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is live in one chat: its watchers, the newest events, the texts that are being made. Those who bring news leave
 * them in the inbox and go; one task at a time carries them to the watchers, in order.
 */
final class Channel {
    /** So many of the newest events are kept, encoded, for watchers that are a little behind. */
    private static final int RECENT = 256;

    /** So much news waits at most; beyond it the log is read instead. */
    private static final int INBOX = 8192;

    /** After so much news at most, watchers are shown what they got; more would overflow the queues of quick ones. */
    private static final int STRIDE = 64;

    /** News from the log's threads or from the runner. */
    private sealed interface News {
        record Committed(StoredEvent event) implements News {}

        record Made(Delta delta) implements News {}

        record Advanced(long seq) implements News {}

        record Doubted() implements News {}
    }

    private final ChatId chat;
    private final LogReading reading;
    private final List<Cursor> cursors = new CopyOnWriteArrayList<>();
    private final Deque<News> inbox = new ArrayDeque<>();
    private final Map<UUID, Partial> partials = new LinkedHashMap<>();
    private final Deque<FeedEvent> recent = new ArrayDeque<>();
    private long published;
    private boolean carrying;

    Channel(ChatId chat, LogReading reading) {
        this.chat = chat;
        this.reading = reading;
    }

    Cursor join(Watcher watcher, long after) {
        var cursor = new Cursor(watcher, after, behind -> reading.runSoon(() -> read(behind)));
        cursors.add(cursor);
        cursor.pump();

        return cursor;
    }

    void leave(Cursor cursor) {
        cursor.close();
        cursors.remove(cursor);
    }

    synchronized boolean isIdle() {
        return cursors.isEmpty() && partials.isEmpty() && inbox.isEmpty() && !carrying;
    }

    void committed(List<StoredEvent> events) {
        events.forEach(event -> post(new News.Committed(event)));
    }

    void made(Delta delta) {
        post(new News.Made(delta));
    }

    void advanced(long seq) {
        post(new News.Advanced(seq));
    }

    /** Notices may have been missed: everybody looks into the log. */
    void doubt() {
        post(new News.Doubted());
    }

    private void post(News news) {
        synchronized (this) {
            if (inbox.size() >= INBOX) {
                shed();
            }
            inbox.add(news);
            if (carrying) {
                return;
            }
            carrying = true;
        }
        reading.runSoon(this::carry);
    }

    /** Forgets what waits, but for how far the log has come: the events are there to be read. */
    private void shed() {
        var seq = 0L;
        for (var news : inbox) {
            seq = Math.max(
                    seq,
                    switch (news) {
                        case News.Committed(var event) -> event.seq();
                        case News.Advanced(var upTo) -> upTo;
                        case News.Made _, News.Doubted _ -> 0;
                    });
        }
        inbox.clear();
        if (seq > 0) {
            inbox.add(new News.Advanced(seq));
        }
    }

    private void carry() {
        while (true) {
            List<News> batch;
            synchronized (this) {
                batch = List.copyOf(inbox);
                inbox.clear();
                carrying = !batch.isEmpty();
            }
            if (batch.isEmpty()) {
                return;
            }
            for (var from = 0; from < batch.size(); from += STRIDE) {
                batch.subList(from, Math.min(batch.size(), from + STRIDE)).forEach(this::carry);
                cursors.forEach(Cursor::pump);
            }
        }
    }

    private void carry(News news) {
        switch (news) {
            case News.Committed(var event) -> publish(event);
            case News.Made(var delta) -> publish(delta);
            case News.Advanced(var seq) -> fillUpTo(seq);
            case News.Doubted _ -> fillUpTo(Long.MAX_VALUE);
        }
    }

    private void publish(StoredEvent event) {
        fillUpTo(event.seq() - 1);
        synchronized (this) {
            if (event.seq() <= published) {
                return;
            }
            publish(new FeedEvent(event));
        }
    }

    private void publish(Delta delta) {
        synchronized (this) {
            var partial = partials.computeIfAbsent(delta.id(), id -> new Partial(delta.kind(), id));
            if (partial.add(delta)) {
                cursors.forEach(cursor -> cursor.offer(delta));
            }
        }
    }

    /** Reads what was committed elsewhere, where somebody watches; a chat that nobody watches needs no reading. */
    private void fillUpTo(long seq) {
        synchronized (this) {
            if (published == 0 || cursors.isEmpty()) {
                // Nobody was shown anything live yet: each watcher reads the log up to here by itself.
                if (seq > published && seq < Long.MAX_VALUE) {
                    published = seq;
                    recent.clear();
                }
                cursors.forEach(cursor -> cursor.doubt(seq));
                return;
            }
        }
        while (published < seq) {
            var missing = reading.page(chat, published);
            if (missing.isEmpty()) {
                return;
            }
            missing.forEach(this::publishRead);
        }
    }

    private synchronized void publishRead(FeedEvent item) {
        if (item.seq() == published + 1) {
            publish(item);
        }
    }

    private void publish(FeedEvent item) {
        settle(item.event());
        published = item.seq();
        recent.add(item);
        if (recent.size() > RECENT) {
            recent.remove();
        }
        cursors.forEach(cursor -> cursor.offer(item));
    }

    /** A text whose event is there is made; when a turn ends or is cut, so are all. */
    private void settle(StoredEvent stored) {
        switch (stored.event()) {
            case ChatFact.ToolFinished(var call, var _, var _) -> partials.remove(call.value());
            case ChatFact.TurnEnded _, ChatFact.TurnTakenOver _, ChatFact.ModelFailed _ -> partials.clear();
            case ChatEvent _ -> partials.remove(stored.id().value());
        }
    }

    /** Gives a cursor that is behind its next page, or lets it go live. */
    private void read(Cursor cursor) {
        if (cursor.isClosed()) {
            return;
        }
        var page = kept(cursor.queued()).orElseGet(() -> reading.page(chat, cursor.queued()));
        synchronized (this) {
            cursor.page(page);
            if (page.size() < LogReading.PAGE) {
                // An empty page is the log's end, whatever was announced: the chat may be gone.
                cursor.caughtUpTo(
                        page.isEmpty() ? 0 : published,
                        partials.values().stream().map(Partial::whole).toList());
            }
        }
        cursor.pump();
    }

    /** The events after {@code seq}, where the newest ones reach back so far. */
    private synchronized Optional<List<FeedEvent>> kept(long seq) {
        if (recent.isEmpty() || recent.getFirst().seq() > seq + 1 || published <= seq) {
            return Optional.empty();
        }
        var page = new ArrayList<FeedEvent>();
        for (var item : recent) {
            if (item.seq() > seq && page.size() < LogReading.PAGE) {
                page.add(item);
            }
        }

        return Optional.of(page);
    }
}
