package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SweepRemains;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what sessions have left swept, again and again. One thread, until it is closed. Safe for many threads. */
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final long ENDING_SECONDS = 3;

    private final SweepRemains remains;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lucid-sweeper").factory());

    private Sweeper(SweepRemains remains) {
        this.remains = requireNonNull(remains, "remains");
    }

    /** Sweeps from now on, with that pause before the first time and between two. */
    static Sweeper begin(SweepRemains remains, Duration pause) {
        var sweeper = new Sweeper(remains);
        var _ = sweeper.thread.scheduleWithFixedDelay(
                sweeper::sweep, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);

        return sweeper;
    }

    @SuppressWarnings("IllegalCatch") // a fault in one sweep must not end all later ones
    private void sweep() {
        try {
            var swept = remains.sweep();
            if (swept.ended() + swept.cleared() > 0) {
                LOG.info(
                        "The disk was swept: {} idle sessions are to end, {} that no chat has any more are gone",
                        swept.ended(),
                        swept.cleared());
            }
        } catch (PortFailure e) {
            LOG.warn("The disk could not be swept; it will be tried again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A fault while the disk was swept", e);
        }
    }

    /** What is under way ends at its next step. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(ENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
