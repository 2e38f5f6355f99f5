package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders in which sandboxes find their way in: a socket, a key. The folder of them all is closed to everybody else;
 * within, all is open, since a sandbox sees its own alone, as whatever user it is. Safe for many threads; several processes
 * may share it.
 */
final class RelayFolders {
    private static final Logger LOG = LoggerFactory.getLogger(RelayFolders.class);

    /** An address of a socket has 107 bytes and an end. */
    private static final int LONGEST_ADDRESS = 107;

    /** Who makes a folder has a socket in it before long. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path folder;
    private final InstantSource clock;

    RelayFolders(Path folder, InstantSource clock) {
        this.folder = requireNonNull(folder, "folder").toAbsolutePath().normalize();
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * A session's folder, for one run.
     *
     * @param made where the run's socket is made, before it takes the place of an older one
     * @param boundAs the same by a name that is short enough for a socket
     */
    record Place(Path folder, Path made, Path boundAs) {
        Path socket() {
            return folder.resolve(Relays.SOCKET);
        }

        Path key() {
            return folder.resolve(Relays.KEY);
        }
    }

    /** Makes a session's folder, and says where its next socket is to be. */
    Place make(SandboxSpec session) throws IOException {
        var own = folder.resolve(name(session));
        Files.createDirectories(own);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));

        return named(own, ".made-" + UUID.randomUUID());
    }

    private static Place named(Path own, String name) throws IOException {
        var made = own.resolve(name);
        if (isShort(made)) {
            return new Place(own, made, made);
        }
        var temporary = Files.createTempDirectory("lucid");
        var boundAs = Files.createSymbolicLink(temporary.resolve("r"), own).resolve(name);
        var place = new Place(own, made, boundAs);
        if (!isShort(boundAs)) {
            bound(place);
            throw new IOException("the folder of temporary files has too long a name for a socket: " + temporary);
        }

        return place;
    }

    /** The socket is made: its other name is of no use any more. */
    static void bound(Place place) throws IOException {
        if (!place.boundAs().equals(place.made())) {
            var shortcut = requireNonNull(place.boundAs().getParent(), "shortcut");
            Files.deleteIfExists(shortcut);
            Files.deleteIfExists(requireNonNull(shortcut.getParent(), "temporary folder"));
        }
    }

    private static String name(SandboxSpec session) {
        return session.session().toString();
    }

    private static boolean isShort(Path address) {
        return address.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_ADDRESS;
    }

    /** Puts a socket that listens in its place, and the key beside it; gives what tells the socket from any other. */
    Object show(Place place, Secret key) throws IOException {
        var fresh = place.folder().resolve(place.made().getFileName() + "-key");
        Files.writeString(fresh, key.reveal() + "\n");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(place.made(), PosixFilePermissions.fromString("rw-rw-rw-"));
        var identity = identity(place.made());
        Files.move(fresh, place.key(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(place.made(), place.socket(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        return identity;
    }

    private static Object identity(Path socket) throws IOException {
        return Files.readAttributes(socket, BasicFileAttributes.class).fileKey();
    }

    /** Removes what is shown, unless another has taken its place. The socket must still listen. */
    void remove(Place place, Object identity) {
        try {
            if (identity(place.socket()).equals(identity)) {
                empty(place.folder());
            }
        } catch (NoSuchFileException _) {
            // gone already
        } catch (IOException e) {
            LOG.warn("A relay's folder could not be removed, the next start tries again: {}", e.toString());
        }
    }

    void discard(SandboxSpec session) {
        try {
            empty(folder.resolve(name(session)));
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not remove the relay of session " + session.session(), e);
        }
    }

    /** Removes the folders whose sockets nobody listens on any more. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var each = Files.newDirectoryStream(folder)) {
            for (var own : each) {
                if (isOld(own) && !isListenedOn(own)) {
                    empty(own);
                }
            }
        } catch (IOException e) {
            LOG.warn("What is left of earlier relays could not be removed: {}", e.toString());
        }
    }

    /** Who makes a folder has a socket in it before long. */
    private boolean isOld(Path own) throws IOException {
        return Files.getLastModifiedTime(own)
                .toInstant()
                .isBefore(clock.instant().minus(YOUNG));
    }

    private boolean isListenedOn(Path own) throws IOException {
        if (!Files.exists(own.resolve(Relays.SOCKET))) {
            return false;
        }
        var place = named(own, Relays.SOCKET);
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(place.boundAs())).close();
            return true;
        } catch (ConnectException _) {
            return false;
        } finally {
            bound(place);
        }
    }

    private static void empty(Path own) throws IOException {
        try (var files = Files.newDirectoryStream(own)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        try {
            Files.deleteIfExists(own);
        } catch (DirectoryNotEmptyException _) {
            // the session's next run has begun
        }
    }
}
