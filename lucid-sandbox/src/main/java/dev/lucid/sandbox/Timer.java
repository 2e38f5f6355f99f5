package dev.lucid.sandbox;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does small things later, on one thread that all sandboxes share. Safe for many threads. */
public final class Timer implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("lucid-sandbox-timer").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    public Timer() {
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Does it after so long, unless the result or this is closed before. It must be short and wait for nothing. */
    public Pending after(Duration delay, Runnable action) {
        var nanos = (delay.compareTo(LONGEST) > 0 ? LONGEST : delay).toNanos();
        var future = thread.schedule(action, nanos, TimeUnit.NANOSECONDS);

        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Something that will be done. */
    public interface Pending extends AutoCloseable {
        @Override
        void close();
    }
}
