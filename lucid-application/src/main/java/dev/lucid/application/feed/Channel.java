package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.chat.Watcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What is live in one chat: its watchers, the newest events, the texts that are being made. Those who bring news leave
 * them in the inbox and go; one task at a time carries them to the watchers, in order.
 */
final class Channel {
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

        record Rested() implements News {}
    }

    private final ChatId chat;
    private final LogReading reading;
    private final Consumer<Channel> idle;
    private final List<Cursor> cursors = new CopyOnWriteArrayList<>();
    private final Deque<News> inbox = new ArrayDeque<>();
    private final Partials partials = new Partials();
    private final Recent recent = new Recent();
    private long published;
    private long doubts;
    private boolean carrying;

    /** {@code idle} is told whenever it may be that nothing is live any more. */
    Channel(ChatId chat, LogReading reading, Consumer<Channel> idle) {
        this.chat = chat;
        this.reading = reading;
        this.idle = idle;
    }

    ChatId chat() {
        return chat;
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

    synchronized long weight() {
        return recent.weight() + cursors.stream().mapToLong(Cursor::weight).sum();
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

    /** The chat's turn is over in this process: what it left half made is made no further. */
    void rested() {
        post(new News.Rested());
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
                        case News.Made _, News.Doubted _, News.Rested _ -> 0;
                    });
        }
        inbox.clear();
        partials.finishAll();
        inbox.add(seq > 0 ? new News.Advanced(seq) : new News.Doubted());
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
                idle.accept(this);
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
            case News.Doubted _ -> doubted();
            case News.Rested _ -> finishPartials();
        }
    }

    private void publish(StoredEvent event) {
        fillUpTo(event.seq() - 1);
        synchronized (this) {
            if (event.seq() > published) {
                publish(new FeedEvent(event));
            } else {
                partials.settle(event);
            }
        }
    }

    private void publish(Delta delta) {
        synchronized (this) {
            if (partials.add(delta)) {
                cursors.forEach(cursor -> cursor.offer(delta));
            }
        }
    }

    private synchronized void finishPartials() {
        partials.finishAll();
    }

    private void doubted() {
        synchronized (this) {
            doubts++;
        }
        fillUpTo(Long.MAX_VALUE);
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
            var missing = reading.page(chat, published, () -> !cursors.isEmpty());
            if (missing.isEmpty() || missing.getFirst().seq() != published + 1) {
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
        partials.settle(item.event());
        published = item.seq();
        recent.add(item);
        cursors.forEach(cursor -> cursor.offer(item));
    }

    /** Gives a cursor that is behind its next page, or lets it go live. */
    private void read(Cursor cursor) {
        var before = mark(cursor.queued());
        var page = before.kept().orElseGet(() -> reading.page(chat, cursor.queued(), () -> !cursor.isClosed()));
        synchronized (this) {
            page.forEach(item -> partials.settle(item.event()));
            cursor.page(page);
            if (isAtTheEnd(cursor, page, before)) {
                cursor.goLive(partials.whole());
            }
        }
        cursor.pump();
    }

    /**
     * Whether nothing can have slipped between the log and what comes live. A log that ends before the last event that was
     * announced is at its end all the same, if it was announced before: the chat is gone.
     */
    private boolean isAtTheEnd(Cursor cursor, List<FeedEvent> page, Mark before) {
        return doubts == before.doubts()
                && (page.isEmpty()
                        ? published == before.published()
                        : knowsTheEnd(before) && reaches(cursor, page) && cursor.queued() >= published);
    }

    /** A page from the log may be short as its events are long: it is the last one only if it goes as far as was announced. */
    private boolean knowsTheEnd(Mark before) {
        return before.kept().isPresent() || published > 0;
    }

    private static boolean reaches(Cursor cursor, List<FeedEvent> page) {
        return page.size() < LogReading.PAGE
                && cursor.queued() == page.getLast().seq();
    }

    /** How far the channel was before a page was read, and the page itself where it is kept here. */
    private record Mark(long published, long doubts, Optional<List<FeedEvent>> kept) {}

    private synchronized Mark mark(long seq) {
        return new Mark(published, doubts, recent.after(seq));
    }
}
