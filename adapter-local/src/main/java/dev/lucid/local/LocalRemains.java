package dev.lucid.local;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.FileDesk;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What sessions have in folders of this machine: below {@code <folder>/<user>} under a name that begins with the session's,
 * or in a folder of the session's name alone. Whatever has another name is none of Lucid's, and left alone.
 */
public final class LocalRemains implements Remains {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(.*)");
    private static final Set<String> PLAIN = Set.of("");

    private final List<Folder> byUser;
    private final Path bySession;
    private final Path lock;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * A folder of users' folders.
     *
     * @param endings what follows a session's id in the names of what is the session's: {@code ""} where it is the id alone
     */
    public record Folder(Path path, Set<String> endings) {
        public Folder {
            requireNonNull(path, "path");
            endings = Set.copyOf(endings);
        }

        /** One in which a session's is named as the session. */
        public static Folder ofWorkspaces(Path path) {
            return new Folder(path, PLAIN);
        }
    }

    /**
     * {@code bySession} is a folder of sessions, within one of the others; none need be there yet. {@code lock} is a file for
     * this alone, in a folder that all have who have these.
     */
    public LocalRemains(List<Folder> byUser, Path bySession, Path lock) {
        this.byUser = List.copyOf(byUser);
        this.bySession = requireNonNull(bySession, "bySession");
        this.lock = requireNonNull(lock, "lock");
    }

    @Override
    public List<SandboxSpec> sessions() {
        try {
            var found = new LinkedHashSet<SandboxSpec>();
            for (var base : byUser) {
                found.addAll(in(base));
            }
            var known = found.stream().map(spec -> spec.session().value()).collect(Collectors.toSet());
            for (var session : ids(bySession, PLAIN)) {
                if (!known.contains(session)) {
                    found.add(new SandboxSpec(UserId.LOCAL, new SessionId(session)));
                }
            }

            return List.copyOf(found);
        } catch (IOException | DirectoryIteratorException e) {
            throw new PortFailure.Permanent("Could not look what sessions have left: " + e.getMessage(), e);
        }
    }

    private static Set<SandboxSpec> in(Folder base) throws IOException {
        var found = new LinkedHashSet<SandboxSpec>();
        for (var user : ids(base.path(), PLAIN)) {
            for (var session : ids(base.path().resolve(user.toString()), base.endings())) {
                found.add(new SandboxSpec(new UserId(user), new SessionId(session)));
            }
        }

        return found;
    }

    private static List<UUID> ids(Path folder, Set<String> endings) throws IOException {
        var ids = new ArrayList<UUID>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                id(entry.getFileName().toString(), endings).ifPresent(ids::add);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // then there is nothing in it
        }

        return ids;
    }

    private static Optional<UUID> id(String name, Set<String> endings) {
        var matcher = ID.matcher(name);

        return matcher.matches() && endings.contains(matcher.group(2))
                ? Optional.of(UUID.fromString(matcher.group(1)))
                : Optional.empty();
    }

    @Override
    public void note(UUID store) {
        for (var folder : byUser) {
            new StoreNote(folder.path()).add(store, isUsed(folder));
        }
    }

    @Override
    public List<String> doubts(UUID store) {
        return byUser.stream().flatMap(folder -> doubt(folder, store).stream()).toList();
    }

    private static Optional<String> doubt(Folder folder, UUID store) {
        var note = new StoreNote(folder.path());
        var noted = note.noted();
        if (noted.equals(List.of(store.toString())) || (noted.isEmpty() && !isUsed(folder))) {
            return Optional.empty();
        }

        return Optional.of(folder.path() + ", of which " + note.file()
                + (noted.isEmpty() ? " does not tell whose it is" : " names " + String.join(", ", noted)));
    }

    private static boolean isUsed(Folder folder) {
        try {
            return !in(folder).isEmpty();
        } catch (IOException | DirectoryIteratorException e) {
            throw new PortFailure.Permanent("Could not look into " + folder.path() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean alone(Runnable work) {
        // Asked first: whoever closes the file takes away the lock that its own process has on it.
        if (!taken.compareAndSet(false, true)) {
            return false;
        }
        try {
            return aloneAmongProcesses(work);
        } finally {
            taken.set(false);
        }
    }

    private boolean aloneAmongProcesses(Runnable work) {
        try {
            Files.createDirectories(lock.toAbsolutePath().getParent(), WorkspaceFolders.PRIVATE);
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var own = channel.tryLock()) {
                if (own != null) {
                    work.run();
                }

                return own != null;
            }
        } catch (OverlappingFileLockException _) {
            return false; // another of these in this process
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not lock " + lock + ": " + FileDesk.reason(e), e);
        }
    }
}
