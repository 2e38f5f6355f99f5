package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Knows whether sandboxes could be containers here: it asks the engine again and again, so that whoever wants to know waits
 * for nothing. One thread, until it is closed. Safe for many threads.
 */
final class EngineWatch implements AutoCloseable {
    private final BooleanSupplier engine;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lucid-engine-watch").factory());
    private volatile boolean available;

    private EngineWatch(BooleanSupplier engine) {
        this.engine = requireNonNull(engine, "engine");
    }

    /** Asks once now, which takes a moment, and from now on again and again, with that pause between. */
    static EngineWatch begin(BooleanSupplier engine, Duration pause) {
        var watch = new EngineWatch(engine);
        watch.look();
        var _ = watch.looking.scheduleWithFixedDelay(
                watch::look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);

        return watch;
    }

    private void look() {
        available = engine.getAsBoolean();
    }

    /** Whether they could, when it was asked last. */
    boolean available() {
        return available;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
