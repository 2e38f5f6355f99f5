package dev.lucid.application.turn;

import java.time.Duration;
import java.util.Optional;

/** One chat that a thread of this process looks after, with its runner while there is one. Safe for many threads. */
final class Attendance {
    private final Wakeup calls = new Wakeup();
    private volatile Optional<TurnRunner> runner = Optional.empty();

    Optional<TurnRunner> runner() {
        return runner;
    }

    void begins(TurnRunner current) {
        runner = Optional.of(current);
    }

    void ends() {
        runner = Optional.empty();
    }

    /** Somebody has spoken to the chat: it must not be left without a look. */
    Attendance call() {
        calls.raise();

        return this;
    }

    /** Whether somebody has called since this was asked last. */
    boolean called() {
        return calls.taken();
    }

    /** Waits for a call, that long at most. */
    void await(Duration time) {
        calls.await(time);
    }

    /** Ends what is under way or waited for. */
    void close() {
        runner.ifPresent(TurnRunner::close);
        calls.raise();
    }
}
