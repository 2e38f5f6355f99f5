package dev.lucid.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Closes things one after the other, within a time in which whoever asked the process to end still waits. */
final class Closing {
    private static final Logger LOG = System.getLogger(Closing.class.getName());
    private static final Duration LIMIT = Duration.ofMillis(9500);

    private Closing() {}

    /** Closes all of them in this order; what fails or takes too long is logged, and keeps none of the others open. */
    static void inOrder(AutoCloseable... parts) {
        var closer = Thread.ofPlatform().daemon().name("lucid-close").start(() -> {
            for (var part : parts) {
                close(part);
            }
        });
        // Whoever was asked to end while it started is interrupted already, and must close all the same.
        boolean interrupted = Thread.interrupted();
        try {
            if (!closer.join(LIMIT)) {
                LOG.log(Level.WARNING, "Not everything could be ended in time; the next start tidies up");
            }
        } catch (InterruptedException _) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Ending a part of Lucid failed", e);
        }
    }
}
