package dev.lucid.egress;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Ends a connection that outlived its limits. Closing its sockets from here is what wakes threads that are blocked in
 * a write to a peer that no longer reads, which no read time limit would do. Safe for many threads.
 */
final class ConnectionWatch {
    private final ScheduledExecutorService timer;
    private final ProxyLimits limits;
    private final Runnable end;
    private final long start = System.nanoTime();
    private volatile long lastMove = start;
    private volatile Duration quietLimit;
    private volatile boolean over;

    private ConnectionWatch(ScheduledExecutorService timer, ProxyLimits limits, Runnable end) {
        this.timer = timer;
        this.limits = limits;
        this.end = end;
        this.quietLimit = limits.head();
    }

    /** Starts watching: first for a whole request head in its time. */
    static ConnectionWatch over(ScheduledExecutorService timer, ProxyLimits limits, Runnable end) {
        var watch = new ConnectionWatch(timer, limits, end);
        watch.check();
        return watch;
    }

    /** From here on only silence and the total time count. */
    void headIsRead() {
        quietLimit = limits.idle();
        moved();
    }

    void moved() {
        lastMove = System.nanoTime();
    }

    /** Whatever happens, it ends in that time. */
    void endsWithin(Duration time) {
        try {
            var _ = timer.schedule(end, time.toNanos(), NANOSECONDS);
        } catch (RejectedExecutionException _) {
            end.run();
        }
    }

    void stop() {
        over = true;
    }

    private void check() {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        long left = Math.min(limits.total().toNanos() - (now - start), quietLimit.toNanos() - (now - lastMove));
        if (left <= 0) {
            end.run();
            return;
        }
        try {
            var _ = timer.schedule(this::check, Math.min(left, limits.head().toNanos()), NANOSECONDS);
        } catch (RejectedExecutionException _) {
            end.run();
        }
    }
}
