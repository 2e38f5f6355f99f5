package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.egress.SandboxOutlets;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.sandbox.ForwardingSandbox;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sandboxes whose commands reach the hosts that the operator names: a way out is opened before each of them, and ends with it.
 * Where it can't be opened, a sandbox has no network, and goes on. Safe for many threads.
 */
final class OutgoingSandboxes implements Sandboxes {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingSandboxes.class);

    private final Sandboxes sandboxes;
    private final Supplier<SandboxOutlets> outlets;

    OutgoingSandboxes(Sandboxes sandboxes, Supplier<SandboxOutlets> outlets) {
        this.sandboxes = requireNonNull(sandboxes, "sandboxes");
        this.outlets = requireNonNull(outlets, "outlets");
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        var way = way(spec);
        boolean opened = false;
        try {
            var sandbox = new Outgoing(sandboxes.open(spec), way);
            opened = true;

            return sandbox;
        } finally {
            if (!opened) {
                way.ifPresent(SandboxOutlets.Way::close);
            }
        }
    }

    private Optional<SandboxOutlets.Way> way(SandboxSpec spec) {
        if (!abilities().contains(SandboxAbility.RELAY)) {
            return Optional.empty();
        }
        try {
            return Optional.of(outlets.get().open(spec));
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            LOG.warn("Commands of session {} reach no host: {}", spec.session(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void discard(SandboxSpec spec) {
        sandboxes.discard(spec);
        outlets.get().discard(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return sandboxes.abilities();
    }

    @Override
    public Confinement confinement() {
        return sandboxes.confinement();
    }

    /** A sandbox, and its way out if there is one. */
    private static final class Outgoing extends ForwardingSandbox {
        private final Optional<SandboxOutlets.Way> way;

        Outgoing(Sandbox sandbox, Optional<SandboxOutlets.Way> way) {
            super(sandbox);
            this.way = requireNonNull(way, "way");
        }

        @Override
        public void close() {
            try {
                super.close();
            } finally {
                way.ifPresent(SandboxOutlets.Way::close);
            }
        }
    }
}
