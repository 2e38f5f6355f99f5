package dev.lucid.egress;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

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
    private final List<Future<?>> due = new ArrayList<>();
    private boolean over;

    private ConnectionWatch(ScheduledExecutorService timer, ProxyLimits limits, Runnable end) {
        this.timer = timer;
        this.limits = limits;
        this.end = end;
        this.quietLimit = limits.head();
    }

    /** What can watch many. What is over leaves nothing in it. */
    static ScheduledThreadPoolExecutor timer(String name) {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        timer.setRemoveOnCancelPolicy(true);

        return timer;
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
        schedule(end, time.toNanos());
    }

    void stop() {
        synchronized (due) {
            over = true;
            due.forEach(each -> each.cancel(false));
        }
    }

    private void schedule(Runnable task, long nanos) {
        try {
            synchronized (due) {
                if (!over) {
                    due.removeIf(Future::isDone);
                    due.add(timer.schedule(task, nanos, NANOSECONDS));
                }
            }
        } catch (RejectedExecutionException _) {
            end.run();
        }
    }

    private void check() {
        long now = System.nanoTime();
        long left = Math.min(limits.total().toNanos() - (now - start), quietLimit.toNanos() - (now - lastMove));
        if (left <= 0) {
            end.run();
            return;
        }
        schedule(this::check, Math.min(left, limits.head().toNanos()));
    }
}
