package dev.lucid.javalin;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The way to one client over its socket. One frame at a time is written; the others wait here, and whoever gives frames
 * is told when the next may follow. So a client that does not read holds up those who speak to it and nobody else, and
 * costs the few frames that they have in hand. Safe for many threads.
 */
public final class Line {
    /** How long a message may be, in bytes. */
    static final int FROM_USERS = 1 << 20;

    /** The same as long as nobody knows who speaks: a first message with a token and a task of the greatest length. */
    static final int FROM_STRANGERS = 1 << 17;

    private final Session session;
    private final ScheduledExecutorService timer;
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private Optional<Outgoing> writing = Optional.empty();
    private boolean pumping;
    private boolean closing;
    private long changedAt = System.nanoTime();

    Line(Session session, ScheduledExecutorService timer) {
        this.session = session;
        this.timer = timer;
    }

    /**
     * Writes {@code frame} after those given before, and calls {@code written} once it is on its way and the next may
     * follow: from within this method or later, from any thread. Never blocks. On a line that is closed the frame is
     * dropped, and {@code written} is not called.
     */
    public void send(String frame, Runnable written) {
        put(new Text(frame, written, () -> {}));
    }

    /** Writes {@code frame} and waits until it is on its way, or the line is closed. */
    public void say(String frame) {
        var over = new CountDownLatch(1);
        put(new Text(frame, over::countDown, over::countDown));
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the line with that code once all is written that was given before. The reason has at most 123 bytes. */
    public void close(int code, String reason) {
        put(new Close(code, reason));
    }

    /** Whether frames can still be given. */
    public synchronized boolean isOpen() {
        return !closing;
    }

    /** Does {@code work} after that time, on a thread of its own, unless the result is run before: that calls it off. */
    public Runnable later(Duration delay, Runnable work) {
        var due = timer.schedule(
                () -> Thread.ofVirtual().name("lucid-line").start(work), delay.toNanos(), TimeUnit.NANOSECONDS);

        return () -> due.cancel(false);
    }

    /** The client is known: it may say more at once. */
    void trust() {
        session.setMaxTextMessageSize(FROM_USERS);
        session.setMaxBinaryMessageSize(FROM_USERS);
    }

    /** Cuts the line at once if its client has not taken a frame for so long. */
    void cutIfStalled(Duration limit) {
        if (isAtRestFor(limit, true)) {
            cut();
        }
    }

    /** Pings the client if nothing was said to it for so long: nobody on the way takes the line for dead. */
    void pingIfQuiet(Duration silence) {
        if (isAtRestFor(silence, false)) {
            synchronized (this) {
                changedAt = System.nanoTime();
            }
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    /** Cuts the line at once, whatever waits. */
    void cut() {
        session.disconnect();
    }

    /** The line is closed: what waits will never be written. */
    void ended() {
        List<Outgoing> lost;
        synchronized (this) {
            closing = true;
            writing.ifPresent(waiting::add);
            lost = List.copyOf(waiting);
            waiting.clear();
        }
        lost.forEach(Outgoing::dropped);
    }

    private synchronized boolean isAtRestFor(Duration time, boolean whileWriting) {
        return writing.isPresent() == whileWriting && System.nanoTime() - changedAt > time.toNanos();
    }

    private void put(Outgoing outgoing) {
        boolean mustPump;
        boolean late;
        synchronized (this) {
            late = closing;
            if (!late) {
                closing = outgoing instanceof Close;
                waiting.add(outgoing);
            }
            mustPump = !late && !pumping && writing.isEmpty();
            pumping |= mustPump;
        }
        if (late) {
            outgoing.dropped();
        } else if (mustPump) {
            pump();
        }
    }

    /** Writes what waits until a write takes its time or nothing is left. A loop, so that quick writes pile up no stack. */
    private void pump() {
        for (var next = take(); next.isPresent(); next = take()) {
            next.get().write();
        }
    }

    private synchronized Optional<Outgoing> take() {
        var next = writing.isEmpty() ? Optional.ofNullable(waiting.poll()) : Optional.<Outgoing>empty();
        if (next.isPresent()) {
            writing = next;
            changedAt = System.nanoTime();
        }
        pumping = next.isPresent();

        return next;
    }

    /** A write is over. Whoever finds the pump at rest works it. */
    private boolean isPumpFree() {
        synchronized (this) {
            writing = Optional.empty();
            changedAt = System.nanoTime();
            var free = !pumping;
            pumping = true;
            return free;
        }
    }

    /** Something to be written; told by Jetty when it is. */
    private abstract class Outgoing implements Callback {
        abstract void write();

        abstract void dropped();

        @Override
        public void fail(Throwable cause) {
            dropped();
            cut();
        }
    }

    private final class Text extends Outgoing {
        private final String frame;
        private final Runnable written;
        private final Runnable dropped;

        Text(String frame, Runnable written, Runnable dropped) {
            this.frame = frame;
            this.written = written;
            this.dropped = dropped;
        }

        @Override
        void write() {
            session.sendText(frame, this);
        }

        @Override
        void dropped() {
            dropped.run();
        }

        @Override
        public void succeed() {
            var free = isPumpFree();
            written.run();
            if (free) {
                pump();
            }
        }
    }

    /** Stays the last thing that is written: a client that does not answer it is cut as one that does not read. */
    private final class Close extends Outgoing {
        private final int code;
        private final String reason;

        Close(int code, String reason) {
            this.code = code;
            this.reason = reason;
        }

        @Override
        void write() {
            session.close(code, reason, this);
        }

        @Override
        void dropped() {
            // nobody waits for it
        }
    }
}
