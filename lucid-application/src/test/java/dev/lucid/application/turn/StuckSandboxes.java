package dev.lucid.application.turn;

import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Sandboxes of which the first so many that are discarded can't be, then or later. For one thread. */
final class StuckSandboxes implements Sandboxes {
    private final Sandboxes real;
    private final int most;
    private final Supplier<RuntimeException> failure;
    private final Set<SandboxSpec> stuck = new HashSet<>();

    StuckSandboxes(Sandboxes real, int most, Supplier<RuntimeException> failure) {
        this.real = real;
        this.most = most;
        this.failure = failure;
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return real.open(spec);
    }

    @Override
    public void discard(SandboxSpec spec) {
        if (stuck.contains(spec) || stuck.size() < most) {
            stuck.add(spec);
            throw failure.get();
        }
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
