package dev.lucid.sandbox;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The folders in which sandboxes find their ways out: sockets, and what lies beside them. The folder of them all is closed to
 * everybody else; within, all is open, since a sandbox sees its own alone, as whatever user it is. Who listens may differ
 * from socket to socket. Safe for many threads; several processes may share it.
 */
public final class RelayFolders {
    private static final Logger LOG = System.getLogger(RelayFolders.class.getName());

    private static final String SOCKETS = "*.sock";

    /** An address of a socket has 107 bytes and an end. */
    private static final int LONGEST_ADDRESS = 107;

    /** Who makes a folder has a socket in it before long. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private static final int MOST_TRIES = 5;

    private final Path folder;
    private final InstantSource clock;

    /** {@code folder} need not be there yet. */
    public RelayFolders(Path folder, InstantSource clock) {
        this.folder = requireNonNull(folder, "folder").toAbsolutePath().normalize();
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * A socket in a session's folder, for one run.
     *
     * @param socket where it is found
     * @param made where it is made, before it takes the place of an older one
     * @param boundAs the same by a name that is short enough for a socket
     */
    public record Place(Path socket, Path made, Path boundAs) {
        public Place {
            requireNonNull(socket, "socket");
            requireNonNull(made, "made");
            requireNonNull(boundAs, "boundAs");
        }

        private Path beside(String name) {
            return socket.resolveSibling(name);
        }
    }

    /** What makes a socket in its place and shows it. */
    public interface Making<T> {
        T at(Place place) throws IOException;
    }

    /**
     * Makes a session's folder, and its next socket of that name by {@code making}, of which nothing is left where it fails. Who
     * removes another socket of the session may take the folder away meanwhile: then all is made again.
     */
    public <T> T make(SandboxSpec session, String socket, Making<T> making) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return made(place(session, socket), making);
            } catch (IOException e) {
                if (tries == MOST_TRIES || Files.isDirectory(folder.resolve(name(session)))) {
                    throw e;
                }
            }
        }
    }

    private static <T> T made(Place place, Making<T> making) throws IOException {
        boolean shown = false;
        try {
            var made = making.at(place);
            shown = true;

            return made;
        } finally {
            bound(place);
            if (!shown) {
                Files.deleteIfExists(place.made());
            }
        }
    }

    private Place place(SandboxSpec session, String socket) throws IOException {
        var own = folder.resolve(name(session));
        Files.createDirectories(own);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));

        return named(own.resolve(socket), ".made-" + UUID.randomUUID());
    }

    private static Place named(Path socket, String name) throws IOException {
        var made = socket.resolveSibling(name);
        if (isShort(made)) {
            return new Place(socket, made, made);
        }
        var temporary = Files.createTempDirectory("lucid");
        var boundAs =
                Files.createSymbolicLink(temporary.resolve("r"), parent(socket)).resolve(name);
        var place = new Place(socket, made, boundAs);
        if (!isShort(boundAs)) {
            bound(place);
            throw new IOException("the folder of temporary files has too long a name for a socket: " + temporary);
        }

        return place;
    }

    private static Path parent(Path path) {
        return requireNonNull(path.getParent(), "parent");
    }

    /** The socket is made: its other name is of no use any more. */
    private static void bound(Place place) throws IOException {
        if (!place.boundAs().equals(place.made())) {
            var shortcut = parent(place.boundAs());
            Files.deleteIfExists(shortcut);
            Files.deleteIfExists(parent(shortcut));
        }
    }

    private static String name(SandboxSpec session) {
        return session.session().toString();
    }

    private static boolean isShort(Path address) {
        return address.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_ADDRESS;
    }

    /** Lays a text beside a socket, in the place of an older one. */
    public static void lay(Place place, String name, String text) throws IOException {
        var fresh = place.beside(place.made().getFileName() + "-" + name);
        try {
            Files.writeString(fresh, text);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, place.beside(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Puts a socket that listens in its place; gives what tells it from any other. */
    public static Object show(Place place) throws IOException {
        Files.setPosixFilePermissions(place.made(), PosixFilePermissions.fromString("rw-rw-rw-"));
        var identity = identity(place.made());
        Files.move(place.made(), place.socket(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        return identity;
    }

    private static Object identity(Path socket) throws IOException {
        return Files.readAttributes(socket, BasicFileAttributes.class).fileKey();
    }

    /**
     * Removes what is shown with the names that lie beside it, unless another has taken its place, and the folder, if nothing
     * else is in it. The socket must still listen.
     */
    public static void remove(Place place, Object identity, String... beside) {
        try {
            if (identity(place.socket()).equals(identity)) {
                Files.deleteIfExists(place.socket());
                for (var name : beside) {
                    Files.deleteIfExists(place.beside(name));
                }
                removeFolder(parent(place.socket()));
            }
        } catch (NoSuchFileException _) {
            // gone already
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "A relay''s folder could not be removed, the next start tries again: {0}",
                    e.toString());
        }
    }

    /** Removes a session's folder with all that is in it. */
    public void discard(SandboxSpec session) {
        try {
            empty(folder.resolve(name(session)));
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not remove the relay of session " + session.session(), e);
        }
    }

    /** Removes the folders in which nobody listens on any socket any more. */
    public void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var each = Files.newDirectoryStream(folder)) {
            each.forEach(this::sweep);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "What is left of earlier relays could not be removed: {0}", e.toString());
        }
    }

    /** One that can't be swept keeps nobody from the others. */
    private void sweep(Path own) {
        try {
            if (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS) && isOld(own) && !isListenedOn(own)) {
                empty(own);
            }
        } catch (NoSuchFileException _) {
            // somebody else has removed it meanwhile
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "A folder of earlier relays could not be removed: {0}", e.toString());
        }
    }

    /** Who makes a folder has a socket in it before long. */
    private boolean isOld(Path own) throws IOException {
        return Files.getLastModifiedTime(own)
                .toInstant()
                .isBefore(clock.instant().minus(YOUNG));
    }

    private static boolean isListenedOn(Path own) throws IOException {
        try (var sockets = Files.newDirectoryStream(own, SOCKETS)) {
            for (var socket : sockets) {
                if (answers(socket)) {
                    return true;
                }
            }
        }

        return false;
    }

    /** Does not wait for whoever listens: a queue in which there is no room has an end, too. */
    private static boolean answers(Path socket) throws IOException {
        var place = named(socket, socket.getFileName().toString());
        try (var caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            caller.configureBlocking(false);
            caller.connect(UnixDomainSocketAddress.of(place.boundAs()));

            return true;
        } catch (ConnectException _) {
            return false;
        } catch (SocketException _) {
            return Files.exists(socket); // there is no room, or no right: somebody may be there
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
        removeFolder(own);
    }

    private static void removeFolder(Path own) throws IOException {
        try {
            Files.deleteIfExists(own);
        } catch (DirectoryNotEmptyException _) {
            // something else is there still, or the session's next run has begun
        }
    }
}
