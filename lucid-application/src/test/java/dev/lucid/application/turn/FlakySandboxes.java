package dev.lucid.application.turn;

import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.util.Set;

/** Sandboxes that may fail to open. */
final class FlakySandboxes implements Sandboxes {
    private final Sandboxes real;
    private final Runnable beforeOpening;

    FlakySandboxes(Sandboxes real, Runnable beforeOpening) {
        this.real = real;
        this.beforeOpening = beforeOpening;
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        beforeOpening.run();

        return real.open(spec);
    }

    @Override
    public void discard(SandboxSpec spec) {
        real.discard(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return real.abilities();
    }

    @Override
    public Confinement confinement() {
        return real.confinement();
    }
}
