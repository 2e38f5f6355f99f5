package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.util.List;
import java.util.Optional;
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
    private final class Counted implements Sandbox {
        private final Sandbox sandbox;
        private final AtomicBoolean closed = new AtomicBoolean();

        Counted(Sandbox sandbox) {
            this.sandbox = sandbox;
        }

        @Override
        public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
            return sandbox.run(command, output, stop);
        }

        @Override
        public Optional<FileContent> read(WorkspacePath file, int maxBytes) {
            return sandbox.read(file, maxBytes);
        }

        @Override
        public void write(WorkspacePath file, byte[] content) {
            sandbox.write(file, content);
        }

        @Override
        public List<FileEntry> list(WorkspacePath folder, int depth, int max) {
            return sandbox.list(folder, depth, max);
        }

        @Override
        public void killAll() {
            sandbox.killAll();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
            sandbox.close();
        }
    }
}
