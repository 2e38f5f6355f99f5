package dev.lucid.docker;

import com.github.dockerjava.api.model.Container;
import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Removes containers that nobody owns any more, again and again and at the end: those of servers that are no more, and
 * those that could not be removed when it was their time. One thread, until it is closed. Safe for many threads.
 */
final class Sweeping implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Sweeping.class.getName());
    private static final long LAST_SECONDS = 3;

    private final DockerEngine engine;
    private final Containers containers;
    private final WorkspaceFolders workspaces;
    private final Duration pause;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lucid-sandbox-sweeper").daemon().factory());

    /** Between two sweeps there is that pause. */
    Sweeping(DockerEngine engine, Containers containers, WorkspaceFolders workspaces, Duration pause) {
        this.engine = engine;
        this.containers = containers;
        this.workspaces = workspaces;
        this.pause = pause;
    }

    /** From now on it is done again and again. */
    void begin() {
        var _ = thread.scheduleWithFixedDelay(
                this::sweepQuietly, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Removes containers of these workspaces whose owner is no more; one that can't be removed stays for the next time.
     * Those of other workspaces it never looks at. Fails if the engine does not tell what there is.
     */
    void sweep() throws IOException {
        workspaces.clearRuns();
        for (var container : engine.containers(containers.ours())) {
            var run = container.getLabels().get(Containers.RUN);
            if (run == null || !workspaces.hasRun(run)) {
                remove(container);
            }
        }
    }

    private void remove(Container container) {
        try {
            engine.remove(container.getId());
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            LOG.log(Level.WARNING, "A container that nobody owns could not be removed; a later sweep tries again", e);
        }
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Containers could not be looked after; a later sweep tries again", e);
        }
    }

    /** Sweeps once more, within some seconds. */
    @Override
    public void close() {
        var _ = thread.submit(this::sweepQuietly);
        thread.shutdown();
        try {
            thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }
}
