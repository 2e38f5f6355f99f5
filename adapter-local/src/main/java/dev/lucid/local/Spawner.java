package dev.lucid.local;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes, all from one platform thread that lives as long as this: bubblewrap ends with the thread that
 * started it, and a virtual thread's carrier may end at any time. Safe for many threads.
 */
final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("lucid-sandbox-spawner").daemon().factory());

    /** Starts a process; a program that is missing or can't be run is an {@link IOException}. */
    Process start(ProcessBuilder builder) throws IOException {
        try {
            return thread.submit(builder::start).get();
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("starting a sandbox's process", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("Could not start a sandbox's process", e.getCause());
        }
    }

    /** Ends all confined sandboxes that are still there. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
