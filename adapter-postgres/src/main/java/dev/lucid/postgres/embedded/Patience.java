package dev.lucid.postgres.embedded;

import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A wait in small steps that ends at a limit. Not for many threads. */
final class Patience {
    private static final long FIRST_STEP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_STEP = TimeUnit.MILLISECONDS.toNanos(20);

    private final long end;
    private long step = FIRST_STEP;

    private Patience(long end) {
        this.end = end;
    }

    static Patience of(Duration limit) {
        return new Patience(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Sleeps one step; throws what {@code whenOver} makes if the limit has passed. */
    void pause(Supplier<PortFailure> whenOver) {
        if (isOver()) {
            throw whenOver.get();
        }
        try {
            TimeUnit.NANOSECONDS.sleep(step);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("waiting for the embedded PostgreSQL", e);
        }
        step = Math.min(LONGEST_STEP, step * 5 / 4 + 1);
    }
}
