package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.sandbox.ForwardingSandbox;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Sandboxes that are counted as long as they are open. Safe for many threads. */
final class CountedSandboxes implements Sandboxes {
    private final Sandboxes sandboxes;
    private final AtomicInteger open = new AtomicInteger();

    CountedSandboxes(Sandboxes sandboxes) {
        this.sandboxes = requireNonNull(sandboxes, "sandboxes");
    }

    /** How many are open. */
    int count() {
        return open.get();
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        var sandbox = sandboxes.open(spec);
        open.incrementAndGet();

        return new Counted(sandbox);
    }

    @Override
    public void discard(SandboxSpec spec) {
        sandboxes.discard(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return sandboxes.abilities();
    }

    @Override
    public Confinement confinement() {
        return sandboxes.confinement();
    }

    /** One that is open. */
    private final class Counted extends ForwardingSandbox {
        private final AtomicBoolean closed = new AtomicBoolean();

        Counted(Sandbox sandbox) {
            super(sandbox);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
            super.close();
        }
    }
}
