package dev.lucid.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting, where no checked exception may be thrown. */
final class Interruptibly {
    private Interruptibly() {}

    /** Waits for the latch, for a minute at most. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody let this go on for a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while it waited", e);
        }
    }
}
