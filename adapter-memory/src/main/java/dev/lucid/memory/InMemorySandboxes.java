package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.Workspaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sandboxes whose files lie in memory and whose commands are run by a function of the program's own: for programs that
 * give their agent no real shell. That function minds the stop signal and the command's time limit itself, and nothing
 * else ends it. Safe for many threads if that function is.
 */
public final class InMemorySandboxes implements Sandboxes, Workspaces, Remains {
    /** Stands in for a shell. */
    @FunctionalInterface
    public interface Shell {
        /** Runs a command on the workspace's files. */
        CommandEnd run(Command command, Files files, CommandOutput output, StopSignal stop);
    }

    /** A workspace's files, by path. */
    public interface Files {
        Optional<byte[]> read(WorkspacePath file);

        void write(WorkspacePath file, byte[] content);
    }

    private final Shell shell;
    private final Map<SandboxSpec, Workspace> workspaces = new ConcurrentHashMap<>();
    private final Set<String> stores = new CopyOnWriteArraySet<>();
    private final AtomicBoolean taken = new AtomicBoolean();

    public InMemorySandboxes(Shell shell) {
        this.shell = requireNonNull(shell, "shell");
    }

    /** Sandboxes without any command: each ends as a shell ends that knows no such program. */
    public InMemorySandboxes() {
        this((_, _, output, _) -> {
            output.text("This sandbox has files and no commands.\n");
            return new CommandEnd.Exited(127);
        });
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return new Opened(spec, workspaces.computeIfAbsent(spec, _ -> new Workspace()));
    }

    @Override
    public void discard(SandboxSpec spec) {
        workspaces.remove(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return Set.of();
    }

    @Override
    public Confinement confinement() {
        return new Confinement(true, "Files lie in memory, and no real command runs.");
    }

    @Override
    public Optional<List<FileEntry>> list(SandboxSpec spec, WorkspacePath folder, int depth, int max) {
        return Optional.ofNullable(workspaces.get(spec))
                .filter(workspace -> workspace.hasFolder(folder))
                .map(workspace -> workspace.browse(folder, depth, max));
    }

    @Override
    public Optional<FileContent> read(SandboxSpec spec, WorkspacePath file, int maxBytes) {
        return Optional.ofNullable(workspaces.get(spec)).flatMap(workspace -> workspace.read(file, maxBytes));
    }

    @Override
    public List<SandboxSpec> sessions() {
        return List.copyOf(workspaces.keySet());
    }

    @Override
    public void note(UUID store) {
        if (stores.isEmpty() && !workspaces.isEmpty()) {
            stores.add("unknown");
        }
        stores.add(store.toString());
    }

    @Override
    public List<String> doubts(UUID store) {
        var noted = List.copyOf(stores);
        if (noted.equals(List.of(store.toString())) || (noted.isEmpty() && workspaces.isEmpty())) {
            return List.of();
        }

        return List.of("Workspaces in memory, of " + noted);
    }

    @Override
    public boolean alone(Runnable work) {
        if (!taken.compareAndSet(false, true)) {
            return false;
        }
        try {
            work.run();
        } finally {
            taken.set(false);
        }

        return true;
    }

    private final class Opened implements Sandbox {
        private final SandboxSpec spec;
        private final Workspace workspace;
        private volatile boolean closed;

        Opened(SandboxSpec spec, Workspace workspace) {
            this.spec = spec;
            this.workspace = workspace;
        }

        @Override
        public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
            if (closed) {
                throw new PortFailure.Permanent("The sandbox of session " + spec.session() + " is closed.");
            }
            return stop.raised() ? new CommandEnd.Stopped() : shell.run(command, workspace, output, stop);
        }

        @Override
        public Optional<FileContent> read(WorkspacePath file, int maxBytes) {
            return workspace.read(file, maxBytes);
        }

        @Override
        public void write(WorkspacePath file, byte[] content) {
            workspace.write(file, content);
        }

        @Override
        public List<FileEntry> list(WorkspacePath folder, int depth, int max) {
            return workspace.list(folder, depth, max);
        }

        /** Ends nothing: a command is a function that runs, and its stop signal the only way to end it. */
        @Override
        public void killAll() {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
