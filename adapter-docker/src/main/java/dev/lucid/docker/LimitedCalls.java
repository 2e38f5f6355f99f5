package dev.lucid.docker;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes calls that end in time, whatever they call: the time limits of sockets do not hold for Unix ones. A call that takes
 * too long is interrupted, which closes its socket. Safe for many threads.
 */
final class LimitedCalls {
    private final Semaphore places;

    /** No more than {@code most} are under way, with those that were given up and have not ended. */
    LimitedCalls(int most) {
        places = new Semaphore(most);
    }

    /** What the call gives; fails as it fails. An interrupt ends the call too. */
    <T> T within(Duration limit, Supplier<T> call) throws TimeoutException, InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("Too many calls are under way");
        }
        var task = new FutureTask<>(call::get);
        Thread.ofVirtual().name("lucid-engine-call").start(() -> {
            try {
                task.run();
            } finally {
                places.release();
            }
        });
        try {
            return task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } finally {
            task.cancel(true);
        }
    }
}
