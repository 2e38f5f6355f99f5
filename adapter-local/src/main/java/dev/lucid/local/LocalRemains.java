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
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What sessions have in folders of this machine: below {@code <folder>/<user>} under a name that begins with the session's,
 * or in a folder of the session's name alone. Whatever has another name is none of Lucid's, and left alone.
 */
public final class LocalRemains implements Remains {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\\.[a-z.]+)?");

    private final List<Path> byUser;
    private final Path bySession;
    private final Path lock;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * {@code byUser} are folders of users' folders, {@code bySession} is one of sessions; none need be there yet. {@code lock}
     * is a file for this alone, in a folder that all have who have these.
     */
    public LocalRemains(List<Path> byUser, Path bySession, Path lock) {
        this.byUser = List.copyOf(byUser);
        this.bySession = requireNonNull(bySession, "bySession");
        this.lock = requireNonNull(lock, "lock");
    }

    @Override
    public List<SandboxSpec> sessions() {
        try {
            var found = new LinkedHashSet<SandboxSpec>();
            for (var base : byUser) {
                for (var user : ids(base)) {
                    for (var session : ids(base.resolve(user.toString()))) {
                        found.add(new SandboxSpec(new UserId(user), new SessionId(session)));
                    }
                }
            }
            var known = found.stream().map(spec -> spec.session().value()).collect(Collectors.toSet());
            for (var session : ids(bySession)) {
                if (!known.contains(session)) {
                    found.add(new SandboxSpec(UserId.LOCAL, new SessionId(session)));
                }
            }

            return List.copyOf(found);
        } catch (IOException | DirectoryIteratorException e) {
            throw new PortFailure.Permanent("Could not look what sessions have left: " + e.getMessage(), e);
        }
    }

    private static List<UUID> ids(Path folder) throws IOException {
        var ids = new ArrayList<UUID>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                id(entry.getFileName().toString()).ifPresent(ids::add);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // then there is nothing in it
        }

        return ids;
    }

    private static Optional<UUID> id(String name) {
        var matcher = ID.matcher(name);

        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
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
