package dev.lucid.application.turn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stops what is under way once a time has come. Has a thread of its own, until it is closed. */
final class Deadline implements AutoCloseable {
    /** The clock is looked at so often: it may be set, and machines sleep. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Instant end;
    private final StopSwitch stop;
    private final StopSwitch closed = new StopSwitch();

    private Deadline(InstantSource clock, Instant end, StopSwitch stop) {
        this.clock = clock;
        this.end = end;
        this.stop = stop;
    }

    /** Raises {@code stop} right after {@code end}, unless it is closed before. */
    static Deadline of(InstantSource clock, Instant end, StopSwitch stop) {
        var deadline = new Deadline(clock, end, stop);
        Thread.ofVirtual().name("lucid-deadline").start(deadline::watch);

        return deadline;
    }

    private void watch() {
        for (var left = left(); !left.isNegative(); left = left()) {
            // Past the end by a little: only then is the time up for the turn itself, too.
            if (closed.await(left.compareTo(LOOK) < 0 ? left.plusMillis(1) : LOOK)) {
                return;
            }
        }
        stop.raise();
    }

    private Duration left() {
        return Duration.between(clock.instant(), end);
    }

    @Override
    public void close() {
        closed.raise();
    }
}
