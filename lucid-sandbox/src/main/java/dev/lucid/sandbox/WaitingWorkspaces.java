package dev.lucid.sandbox;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Workspaces of sessions that nobody has yet, in {@code <base>/.pool/<session>}, each with the folder of its way to Lucid
 * beside it. Whoever is shown them sees them after they are given to their session as before: they are only renamed. They
 * belong to the process that makes them, and what a dead one leaves is swept. Safe for many threads and several processes.
 */
public final class WaitingWorkspaces {
    private static final String FOLDER = ".pool";
    private static final String RELAY = ".relay";

    /** Lies in its owner's folder of runs, which goes when the owner dies: what has none is nobody's. */
    private static final String NOTE = "waiting-";

    private final Path base;
    private final LivingRuns runs;
    private final Trash trash;

    WaitingWorkspaces(Path base, LivingRuns runs, Trash trash) {
        this.base = base;
        this.runs = runs;
        this.trash = trash;
    }

    /** A session's folders while they wait, and what tells them from others that have their names later. */
    public record Place(SessionId session, Path workspace, Path relay, Object workspaceKey, Object relayKey) {
        /** Whether that is this place's workspace, under whatever name. */
        public boolean hasWorkspace(Path folder) throws IOException {
            return key(folder).equals(workspaceKey);
        }

        /** Whether that is this place's folder of its way to Lucid. */
        public boolean hasRelay(Path folder) throws IOException {
            return key(folder).equals(relayKey);
        }
    }

    /** Makes a session's folders. */
    public Place make(SessionId session, Tenant tenant) throws IOException {
        var workspace = base.resolve(FOLDER).resolve(session.toString());
        var relay = workspace.resolveSibling(session + RELAY);
        WorkspaceFolders.makeFolder(base.resolve(FOLDER));
        Files.createFile(note(session));
        Files.createDirectory(workspace, WorkspaceFolders.PRIVATE);
        Files.createDirectory(relay);
        // Its owner's own folder keeps everybody else out, and a sandbox is another user.
        Files.setPosixFilePermissions(relay, PosixFilePermissions.fromString("rwxr-xr-x"));
        tenant.own(workspace);

        return new Place(session, workspace, relay, key(workspace), key(relay));
    }

    /** Gives them to the session, which is that user's from now on. */
    public void give(Place place, UserId user) throws IOException {
        var spec = new SandboxSpec(user, place.session());
        WorkspaceFolders.makeFolder(base.resolve(user.toString()));
        WorkspaceFolders.makeFolder(base.resolve(Relays.FOLDER));
        // Whoever clears relays away that nobody uses leaves young ones alone.
        Files.setLastModifiedTime(place.relay(), FileTime.from(Instant.now()));
        Files.move(place.relay(), relayOf(place), StandardCopyOption.ATOMIC_MOVE);
        Files.move(place.workspace(), WorkspaceFolders.of(base, spec), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(note(place.session()));
    }

    /** Removes them while they wait. */
    public void discard(Place place) throws IOException {
        trash.take(place.workspace());
        trash.take(place.relay());
        Files.deleteIfExists(note(place.session()));
        trash.empty();
    }

    /** Removes what no living process waits with. */
    void sweep() throws IOException {
        // What waits now has had its note for longer: so a note that is missing below was never there, or is of no use.
        for (var folder : children(base.resolve(FOLDER))) {
            var session = String.valueOf(folder.getFileName()).replace(RELAY, "");
            if (!isNoted(session)) {
                trash.take(folder);
                trash.empty();
            }
        }
    }

    private boolean isNoted(String session) throws IOException {
        for (var owner : children(runs.folder())) {
            if (Files.exists(owner.resolve(NOTE + session))) {
                return true;
            }
        }

        return false;
    }

    private Path note(SessionId session) {
        return runs.own().resolve(NOTE + session);
    }

    private Path relayOf(Place place) {
        return base.resolve(Relays.FOLDER).resolve(place.session().toString());
    }

    private static List<Path> children(Path folder) throws IOException {
        var children = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder)) {
            found.forEach(children::add);
        } catch (NoSuchFileException _) {
            // nothing ever waited
        }

        return children;
    }

    private static Object key(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
