package dev.lucid.examples;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sandboxes of one's own, for Linux: a folder for each session, a plain process for each command. It passes the published
 * contract, and it lacks what that lets a sandbox lack: commands see the host and its network with the server's own
 * rights, and take what memory they like. A command that empties its environment also escapes {@link Sandbox#killAll}.
 * So it is for programs whose agent can be trusted. Safe for many threads.
 */
final class FolderSandboxes implements Sandboxes, AutoCloseable {
    private final Path base;
    private final Map<SessionId, Integer> handles = new HashMap<>();
    private final Map<SessionId, FolderSandbox> opened = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("folder-sandbox-", 0).daemon().factory());

    FolderSandboxes(Path base) {
        this.base = base.toAbsolutePath();
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        var folder = folder(spec);
        synchronized (opened) {
            var sandbox = opened.get(spec.session());
            if (sandbox == null) {
                sandbox = doing("opening", spec, () -> make(folder, spec));
                opened.put(spec.session(), sandbox);
            }
            handles.merge(spec.session(), 1, Integer::sum);
            return new Handle(spec, sandbox, new FolderFiles(folder.resolve("workspace"), folder.resolve("own")));
        }
    }

    private static FolderSandbox make(Path folder, SandboxSpec spec) throws IOException, InterruptedException {
        var workspace = Files.createDirectories(folder.resolve("workspace"));
        var own = Files.createDirectories(folder.resolve("own"));
        var sandbox = new FolderSandbox(workspace, own, spec.session().toString());
        sandbox.killAll();

        return sandbox;
    }

    /** {@code rm} and {@code chmod} walk without following links, however deep it goes. */
    @Override
    public void discard(SandboxSpec spec) {
        doing("discarding", spec, () -> {
            FolderSandbox.shell(
                    "chmod -R u+rwx -- \"$1\"; rm -rf -- \"$1\"", folder(spec).toString());
            return spec;
        });
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return Set.of();
    }

    @Override
    public Confinement confinement() {
        return new Confinement(false, "Commands run unconfined, as plain processes in a folder.");
    }

    /** Ends all that runs. The workspaces stay. */
    @Override
    public void close() {
        synchronized (opened) {
            opened.values().forEach(sandbox -> {
                try {
                    sandbox.killAll();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException("Can't end what still runs", e);
                }
            });
            opened.clear();
        }
        threads.shutdownNow();
    }

    private Path folder(SandboxSpec spec) {
        return base.resolve(spec.session().toString());
    }

    private interface Work<T> {
        T call() throws IOException, InterruptedException;
    }

    /** Does it, and turns the system's failures into those that the port names. */
    private static <T> T doing(String what, SandboxSpec spec, Work<T> work) {
        var words = what + " in the sandbox of session " + spec.session();
        try {
            return work.call();
        } catch (IOException e) {
            throw new PortFailure.Permanent("Failed " + words + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing(words, e);
        }
    }

    /** What one of those who opened a session holds. */
    private final class Handle implements Sandbox {
        private final SandboxSpec spec;
        private final FolderSandbox sandbox;
        private final FolderFiles files;
        private final AtomicBoolean closed = new AtomicBoolean();

        Handle(SandboxSpec spec, FolderSandbox sandbox, FolderFiles files) {
            this.spec = spec;
            this.sandbox = sandbox;
            this.files = files;
        }

        @Override
        public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
            if (closed.get()) {
                throw new PortFailure.Permanent("The sandbox of session " + spec.session() + " is closed.");
            }
            return doing("running a command", spec, () -> sandbox.run(command, output, stop));
        }

        @Override
        public Optional<FileContent> read(WorkspacePath file, int maxBytes) {
            return onDisk("reading " + file, () -> files.read(file, maxBytes));
        }

        @Override
        public void write(WorkspacePath file, byte[] content) {
            onDisk("writing " + file, () -> {
                files.write(file, content);
                return file;
            });
        }

        @Override
        public List<FileEntry> list(WorkspacePath folder, int depth, int max) {
            return onDisk("listing " + folder, () -> files.list(folder, depth, max));
        }

        /** On a thread of its own: a pipe that a command swaps in at the wrong moment may hold it for ever. */
        private <T> T onDisk(String what, Work<T> work) {
            return doing(what, spec, () -> {
                try {
                    return threads.submit(() -> doing(what, spec, work)).get(20, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    throw new IOException("it took more than 20 s. Is a pipe in the way?", e);
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof PortFailure failure) {
                        throw failure;
                    }
                    throw new IOException(e.getCause());
                }
            });
        }

        @Override
        public void killAll() {
            doing("ending all commands", spec, () -> {
                sandbox.killAll();
                return spec;
            });
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                synchronized (opened) {
                    if (handles.merge(spec.session(), -1, Integer::sum) == 0) {
                        handles.remove(spec.session());
                        opened.remove(spec.session());
                        killAll();
                    }
                }
            }
        }
    }
}
