package dev.lucid.sandbox;

import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where everything lies: {@code <base>/<user>/<session>} is a workspace, {@code <base>/.lucid} is our own. Names are made
 * from ids, which are UUIDs, so none of them is anything but a name. Safe for many threads and several processes.
 */
public final class WorkspaceFolders {
    /** For folders that are nobody else's business. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path base;
    private final Path own;
    private final LivingRuns runs;
    private final Trash trash;
    private final WaitingWorkspaces waiting;

    /** Makes the folders, and clears away what servers that are no more have left in ours. */
    public WorkspaceFolders(Path base) throws IOException {
        this.base = base;
        own = base.resolve(".lucid");
        trash = new Trash(own.resolve("trash"));
        Files.createDirectories(base, PRIVATE);
        for (var folder :
                List.of(own, own.resolve("owners"), own.resolve("new"), own.resolve("runs"), trash.folder())) {
            makeFolder(folder);
        }
        runs = LivingRuns.begin(own.resolve("runs"), own.resolve("new"));
        waiting = new WaitingWorkspaces(base, runs, trash);
        try {
            clearRuns();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    public Path of(SandboxSpec spec) {
        return of(base, spec);
    }

    /** The folder of a session below {@code base}. */
    public static Path of(Path base, SandboxSpec spec) {
        return base.resolve(spec.user().toString()).resolve(spec.session().toString());
    }

    /** Makes a workspace, if there is none. */
    public Path make(SandboxSpec spec, Tenant tenant) throws IOException {
        var workspace = of(spec);
        makeFolder(base.resolve(spec.user().toString()));
        if (makeFolder(workspace)) {
            tenant.own(workspace);
        }

        return workspace;
    }

    /** Those of sessions that nobody has yet. */
    public WaitingWorkspaces waiting() {
        return waiting;
    }

    /** The folder of the session's ways to Lucid, if it has one now. */
    public Optional<Path> relay(SandboxSpec spec) {
        return Optional.of(base.resolve(Relays.FOLDER).resolve(spec.session().toString()))
                .filter(folder ->
                        Files.exists(folder.resolve(Relays.SOCKET)) || Files.exists(folder.resolve(Relays.OUTLET)));
    }

    /** A place for a sandbox's folder while it runs. */
    public Path newRun() {
        return runs.own().resolve(Tokens.next());
    }

    /**
     * Whether a folder that {@link #newRun} gave somebody is still there: then its owner may be alive. Those of the dead
     * go with {@link #clearRuns}.
     */
    public boolean hasRun(String name) {
        return Files.isDirectory(runs.folder().resolve(name));
    }

    /** What {@link #hasRun} knows a run's folder by. */
    public String nameOfRun(Path run) {
        return runs.folder().relativize(run).toString();
    }

    /** Clears away what sandboxes of servers that are no more have left. */
    public void clearRuns() throws IOException {
        runs.bury(this::discardRun);
        waiting.sweep();
    }

    /** Names these workspaces among all of the world, the same for all processes that share them. */
    public String instance() throws IOException {
        var file = own.resolve("instance");
        if (!Files.exists(file)) {
            var fresh = Files.writeString(own.resolve("new").resolve(Tokens.next()), Tokens.next());
            try {
                Files.createLink(file, fresh);
            } catch (FileAlreadyExistsException _) {
                // somebody else was faster
            } finally {
                Files.deleteIfExists(fresh);
            }
        }

        return Files.readString(file);
    }

    /** Where files are made before they are moved to their place, on the workspaces' own file system. */
    public Path making() {
        return own.resolve("new");
    }

    /** Where it may be written down what was found out about this machine; it need not be there yet. */
    public Path notes() {
        return own.resolve("notes");
    }

    /** Where the made-up parts of the system lie. */
    public Path etc() {
        return own.resolve("etc");
    }

    /** Remembers that processes may run in a workspace. */
    public void remember(SandboxSpec spec) throws IOException {
        Files.write(owner(spec), new byte[0]);
    }

    /** None runs in it any more. */
    public void forget(SandboxSpec spec) {
        try {
            Files.deleteIfExists(owner(spec));
        } catch (IOException _) {
            // then somebody looks once for nothing
        }
    }

    public boolean mayHaveProcesses(SandboxSpec spec) {
        return Files.exists(owner(spec));
    }

    /** Removes a workspace. No process may be at work in it. */
    public void discard(SandboxSpec spec) throws IOException {
        trash.take(of(spec));
        trash.empty();
    }

    /** Removes a sandbox's folder. */
    public void discardRun(Path run) {
        try {
            trash.take(run);
            trash.empty();
        } catch (IOException _) {
            // the next one who empties the trash tries again
        }
    }

    /** Removes what this program made while it ran. */
    public void close() {
        discardRun(runs.own());
        try {
            waiting.sweep();
        } catch (IOException _) {
            // the next one who sweeps tries again
        }
        runs.close();
    }

    private Path owner(SandboxSpec spec) {
        return own.resolve("owners").resolve(spec.session().toString());
    }

    static boolean makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PRIVATE);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            return false;
        }
    }
}
