package dev.lucid.docker;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.StopSignal;
import dev.lucid.sandbox.Channels;
import dev.lucid.sandbox.SandboxProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts a session's container: first the one that has waited for it, if one has, and after that others. Closing it ends
 * what has waited for nothing.
 */
final class SessionStart implements Channels.Starter, AutoCloseable {
    private final ContainerStart starter;
    private final SessionId session;
    private final Life life;
    private final Freezing freezing;
    private final AtomicReference<Optional<WarmContainer>> waiting;
    private final AtomicInteger wanting = new AtomicInteger();
    private volatile boolean givenUp;

    /** How a session lives at the time that this is asked; its workspace is there then. */
    interface Life {
        Occupant now() throws IOException;
    }

    SessionStart(
            ContainerStart starter, SessionId session, Life life, Freezing freezing, Optional<WarmContainer> waiting) {
        this.starter = starter;
        this.session = session;
        this.life = life;
        this.freezing = freezing;
        this.waiting = new AtomicReference<>(waiting);
    }

    @Override
    public SandboxProcess start() throws IOException {
        var now = life.now();
        var fit = fit(now);
        var started = fit.isPresent() ? fit.get().container() : starter.start(now, () -> givenUp);
        freezing.runsIn(started.root());

        return started.process();
    }

    private Optional<WarmContainer> fit(Occupant now) throws IOException {
        var warm = waiting.getAndSet(Optional.empty());
        boolean fit = false;
        try {
            fit = warm.isPresent() && starter.isFit(warm.get(), now);

            return fit ? warm : Optional.empty();
        } finally {
            if (!fit) {
                warm.ifPresent(WarmContainer::close);
            }
        }
    }

    /** Somebody wants it until the result is closed, or the stop is raised: then, if nobody else does, it is given up. */
    StopSignal.Registration wanted(StopSignal stop) {
        wanting.incrementAndGet();
        givenUp = false;
        var over = new AtomicBoolean();
        var registration = stop.whenRaised(() -> {
            if (!over.getAndSet(true) && wanting.decrementAndGet() == 0) {
                giveUp();
            }
        });

        return () -> {
            registration.close();
            if (!over.getAndSet(true)) {
                wanting.decrementAndGet();
            }
        };
    }

    /** Ends what a start may still wait for, also if it only comes to that now. */
    void giveUp() {
        givenUp = true;
        // Ending a pull may wait for its connection, and a stop waits for nothing.
        Thread.ofVirtual().name("lucid-image-leave").start(() -> starter.giveUp(session));
    }

    @Override
    public void close() {
        waiting.getAndSet(Optional.empty()).ifPresent(WarmContainer::close);
    }
}
