package dev.lucid.docker;

import dev.lucid.sandbox.Channels;
import dev.lucid.sandbox.SandboxProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Starts a session's container: first the one that has waited for it, if one has, and after that others. Closing it ends
 * what has waited for nothing.
 */
final class SessionStart implements Channels.Starter, AutoCloseable {
    private final ContainerStart starter;
    private final Supplier<Occupant> occupant;
    private final Freezing freezing;
    private final AtomicReference<Optional<WarmContainer>> waiting;

    /** {@code occupant} tells how the session lives at the time that it is asked. */
    SessionStart(
            ContainerStart starter, Supplier<Occupant> occupant, Freezing freezing, Optional<WarmContainer> waiting) {
        this.starter = starter;
        this.occupant = occupant;
        this.freezing = freezing;
        this.waiting = new AtomicReference<>(waiting);
    }

    @Override
    public SandboxProcess start() throws IOException {
        var now = occupant.get();
        var warm = waiting.getAndSet(Optional.empty());
        var started =
                warm.isPresent() && starter.isFit(warm.get(), now) ? warm.get().container() : another(warm, now);
        freezing.runsIn(started.root());

        return started.process();
    }

    private ContainerStart.Started another(Optional<WarmContainer> useless, Occupant now) throws IOException {
        useless.ifPresent(WarmContainer::close);

        return starter.start(now);
    }

    /** Ends what a start may still wait for. */
    void giveUp() {
        starter.giveUp(occupant.get().session());
    }

    @Override
    public void close() {
        waiting.getAndSet(Optional.empty()).ifPresent(WarmContainer::close);
    }
}
