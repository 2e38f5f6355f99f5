package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens what may take long, on the calling thread; that is interrupted where somebody asks meanwhile to end. The request
 * waits on for whoever listens then. One use.
 */
final class Opening {
    private final Thread opener = Thread.currentThread();
    private boolean interrupted;
    private boolean over;

    private Opening() {}

    /** What {@code work} gives; empty if it was interrupted. Fails as it fails. */
    static <T> Optional<T> of(Interrupts interrupts, Supplier<T> work) {
        requireNonNull(work, "work");
        var opening = new Opening();
        try (var _ = interrupts.watch(opening::interrupt)) {
            return Optional.of(work.get());
        } catch (RuntimeException e) {
            if (opening.isInterrupted()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            opening.end();
        }
    }

    private synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            opener.interrupt();
        }
    }

    private synchronized boolean isInterrupted() {
        return interrupted;
    }

    /** What comes later interrupts nobody, and of what came nothing stays. */
    private synchronized void end() {
        over = true;
        if (interrupted) {
            Thread.interrupted();
        }
    }
}
