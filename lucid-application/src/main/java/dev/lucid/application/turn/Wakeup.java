package dev.lucid.application.turn;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A doorbell: ringing it any number of times wakes one waiter once. Safe for many threads. */
final class Wakeup {
    private final Semaphore rung = new Semaphore(0);

    void raise() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Whether it was rung; once this has said so, it no longer is. */
    boolean taken() {
        return rung.drainPermits() > 0;
    }

    /** Waits until it is rung, that long at most. */
    void await(Duration time) {
        try {
            if (rung.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                rung.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
