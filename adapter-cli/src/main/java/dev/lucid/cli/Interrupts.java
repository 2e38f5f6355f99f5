package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Requests to end, from outside: the first Ctrl-C stops the work, the next leaves it, and neither cuts off the closing
 * that follows; the third ends the process on the spot. They wait until somebody listens. Safe for many threads.
 */
public final class Interrupts {
    /** What is asked for. Closed for ever. */
    public enum Request {
        /** End the turn, and then the program. */
        STOP,
        /** End the program; the turn may go on later. */
        LEAVE
    }

    private static final int LAST = 3;

    private final Consumer<String> voice;
    private final Runnable halt;
    private final Queue<Request> waiting = new ArrayDeque<>();
    private Optional<Consumer<Request>> listener = Optional.empty();
    private Optional<Runnable> watcher = Optional.empty();
    private int stops;

    /** {@code voice} tells the person who pressed; {@code halt} ends the process on the spot. */
    public Interrupts(Consumer<String> voice, Runnable halt) {
        this.voice = requireNonNull(voice, "voice");
        this.halt = requireNonNull(halt, "halt");
    }

    /** Somebody pressed Ctrl-C. */
    public synchronized void interrupt() {
        stops++;
        if (stops >= LAST) {
            halt.run();
        } else if (stops > 1) {
            voice.accept("closing; press again to leave at once");
            deliver(Request.LEAVE);
        } else {
            deliver(Request.STOP);
        }
    }

    /** The program is to end. */
    public synchronized void terminate() {
        deliver(Request.LEAVE);
    }

    /** Whether a request waits for somebody to listen. */
    synchronized boolean pending() {
        return !waiting.isEmpty();
    }

    /** Hears requests from now on, and first those that wait. The listener must not block. */
    synchronized Listening listen(Consumer<Request> next) {
        listener = Optional.of(next);
        waiting.forEach(next);
        waiting.clear();

        return this::forget;
    }

    private synchronized void forget() {
        listener = Optional.empty();
    }

    /** Is told that there are requests, which wait on for somebody who listens. It must not block. */
    synchronized Listening watch(Runnable told) {
        watcher = Optional.of(told);
        if (pending()) {
            told.run();
        }

        return this::unwatch;
    }

    private synchronized void unwatch() {
        watcher = Optional.empty();
    }

    private void deliver(Request request) {
        watcher.ifPresent(Runnable::run);
        listener.ifPresentOrElse(one -> one.accept(request), () -> waiting.add(request));
    }

    /** Hears requests until it is closed. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
