package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.ServerAddress;
import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The token that somebody keeps for one server: a file in the data directory that its owner alone can read, from its first
 * byte on. It is there whole or not at all.
 */
final class Login {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int LINES = 2;

    private final Path data;
    private final Path file;

    Login(Path data) {
        this.data = requireNonNull(data, "data");
        this.file = data.resolve("login");
    }

    /** A server and the token for it. */
    record Kept(ServerAddress server, Secret token) {
        Kept {
            requireNonNull(server, "server");
            requireNonNull(token, "token");
        }
    }

    void keep(Kept login) {
        var made = file.resolveSibling("." + UUID.randomUUID());
        try {
            PrivateFolder.make(data);
            write(made, login.server() + "\n" + login.token().reveal() + "\n");
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not write " + file + ": " + Reasons.of(e), e);
        } finally {
            discard(made);
        }
    }

    private static void write(Path made, String text) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(made, options, PosixFilePermissions.asFileAttribute(OWNER))) {
            var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void discard(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (IOException _) {
            // It could not be made either, and that has been said.
        }
    }

    Optional<Kept> kept() {
        try {
            var lines = Files.readAllLines(file, UTF_8);
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new CannotStart("Others may read " + file + ", which holds a token. Take that token back, and log"
                        + " in again with a new one.");
            }
            if (lines.size() != LINES) {
                throw damaged();
            }
            return Optional.of(new Kept(ServerAddress.of(lines.getFirst()), new Secret(lines.getLast())));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException _) {
            throw damaged();
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not read " + file + ": " + Reasons.of(e), e);
        }
    }

    private CannotStart damaged() {
        return new CannotStart("What lies in " + file + " is no login. Log in again, or take the file away.");
    }

    /** Forgets it; says whether there was one. */
    boolean forget() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not delete " + file + ": " + Reasons.of(e), e);
        }
    }
}
