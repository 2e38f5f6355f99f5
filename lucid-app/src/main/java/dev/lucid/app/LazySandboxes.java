package dev.lucid.app;

import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.util.Set;
import java.util.function.Supplier;

/** Sandboxes that are prepared when the first is needed: a command that only looks never needs one. */
record LazySandboxes(Supplier<? extends Sandboxes> made) implements Sandboxes {
    @Override
    public Sandbox open(SandboxSpec spec) {
        return made.get().open(spec);
    }

    @Override
    public void discard(SandboxSpec spec) {
        made.get().discard(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return made.get().abilities();
    }

    @Override
    public Confinement confinement() {
        return made.get().confinement();
    }
}
