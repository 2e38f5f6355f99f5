package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work on a thread of its own that may be left in the middle: nobody has to close anything after it. One use. */
final class Abandonable<T> {
    private static final Duration TIDYING = Duration.ofSeconds(2);

    private final Supplier<T> work;
    private final CompletableFuture<Supplier<Optional<T>>> end = new CompletableFuture<>();

    Abandonable(Supplier<T> work) {
        this.work = requireNonNull(work, "work");
    }

    /** What the work gives; empty if somebody wanted to end before. */
    Optional<T> result(Interrupts interrupts) {
        var worker = Thread.ofPlatform().daemon().name("lucid-command").start(this::perform);
        try (var _ = interrupts.listen(_ -> end.complete(Optional::empty))) {
            var result = end.join().get();
            if (result.isEmpty()) {
                worker.interrupt();
                worker.join(TIDYING);
            }

            return result;
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("leaving a command", e);
        }
    }

    private void perform() {
        try {
            var result = Optional.of(work.get());
            end.complete(() -> result);
        } catch (RuntimeException | Error e) {
            end.complete(() -> {
                throw e;
            });
        }
    }
}
