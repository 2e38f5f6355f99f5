package dev.lucid.application.feed;

import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.chat.Watcher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One watcher's place in a chat. What comes live is queued as long as there is room; a watcher that falls behind loses
 * its queue and goes on from the log, page by page, as fast as it takes them. Nothing here ever blocks.
 *
 * <p>Guarded by its own lock, which is never held while the watcher is called. Its channel's lock may be held by those
 * who call {@link #offer} and {@link #goLive}; this lock is always the inner one.
 */
final class Cursor {
    /** So many sights wait for a slow watcher at most, and no heavier than {@link Weight#QUEUE}, before it is sent back to the log. */
    static final int QUEUE = 1024;

    private static final Logger LOG = System.getLogger(Cursor.class.getName());

    private enum Mode {
        /** The queue holds all that follows. */
        LIVE,
        /** What follows the queue must be read from the log. */
        BEHIND,
        /** It is being read. */
        READING
    }

    private final Watcher watcher;
    private final Consumer<Cursor> reader;
    private final Queue<Sight> queue = new ArrayDeque<>();
    private long weight;
    private Mode mode = Mode.BEHIND;
    private long shown;
    private long queued;
    private boolean toldCaughtUp;
    private boolean busy;
    private boolean pumping;
    private boolean closed;

    /** {@code reader} is asked for the page after {@link #queued}, and answers with {@link #page} sooner or later. */
    Cursor(Watcher watcher, long after, Consumer<Cursor> reader) {
        this.watcher = watcher;
        this.shown = after;
        this.queued = after;
        this.reader = reader;
    }

    /** The number of the last event that was shown or waits to be. */
    synchronized long queued() {
        return queued;
    }

    /** What waits to be shown, as {@link Weight} counts. */
    synchronized long weight() {
        return weight;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        queue.clear();
        weight = 0;
    }

    /** Gives a live event; {@link #pump} must follow. */
    synchronized void offer(FeedEvent event) {
        if (closed || mode != Mode.LIVE || event.seq() <= queued) {
            return;
        }
        if (event.seq() > queued + 1 || isFull()) {
            fallBack();
            return;
        }
        add(event);
    }

    /** Gives a live delta; {@link #pump} must follow. */
    synchronized void offer(Delta delta) {
        if (closed || mode != Mode.LIVE) {
            return;
        }
        if (isFull()) {
            fallBack();
            return;
        }
        add(delta);
    }

    /** Takes a page that was read from the log, without a gap after {@link #queued}, as far as there is room for it. */
    synchronized void page(List<FeedEvent> events) {
        for (var event : events) {
            if (!closed && event.seq() == queued + 1 && !isFull()) {
                add(event);
            }
        }
        mode = Mode.BEHIND;
    }

    /** All there is was queued or shown: from here on it goes live, beginning with what is being made. */
    synchronized void goLive(List<Delta> partials) {
        if (closed) {
            return;
        }
        mode = Mode.LIVE;
        partials.forEach(this::add);
        if (!toldCaughtUp) {
            toldCaughtUp = true;
            add(new Sight.CaughtUp());
        }
    }

    private void add(FeedEvent event) {
        add((Sight) event);
        queued = event.seq();
    }

    private void add(Sight sight) {
        queue.add(sight);
        weight += Weight.of(sight);
    }

    private boolean isFull() {
        return queue.size() >= QUEUE || weight >= Weight.QUEUE;
    }

    /** The log may reach up to {@code seq}, though nothing of it came live. */
    synchronized void doubt(long seq) {
        if (mode == Mode.LIVE && queued < seq) {
            mode = Mode.BEHIND;
        }
    }

    private void fallBack() {
        queue.removeIf(sight -> !(sight instanceof Sight.CaughtUp));
        weight = 0;
        queued = shown;
        mode = Mode.BEHIND;
    }

    /** Shows what waits, until the watcher is busy or nothing is left. Called by any thread; one at a time does the work. */
    void pump() {
        synchronized (this) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        for (var next = take(); !next.isEmpty(); next = take()) {
            show(next.getFirst());
        }
    }

    /** A watcher that fails is shown nothing more, and harms no other. */
    private void show(Sight sight) {
        try {
            watcher.show(sight, this::shownOne);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A watcher failed", e);
            close();
        }
    }

    private void shownOne() {
        synchronized (this) {
            busy = false;
        }
        pump();
    }

    /** The next sight, alone in a list, for {@link #pump} to show; empty when it is to rest. */
    private List<Sight> take() {
        var mustRead = false;
        var next = new ArrayList<Sight>(1);
        synchronized (this) {
            if (!closed && !busy) {
                var head = queue.poll();
                if (head != null) {
                    next.add(head);
                    busy = true;
                    weight -= Weight.of(head);
                    shown = head instanceof FeedEvent event ? event.seq() : shown;
                } else if (mode == Mode.BEHIND) {
                    mode = Mode.READING;
                    mustRead = true;
                }
            }
            pumping = !next.isEmpty();
        }
        if (mustRead) {
            reader.accept(this);
        }

        return next;
    }
}
