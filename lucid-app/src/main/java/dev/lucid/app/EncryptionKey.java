package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What stored tokens are encrypted with: the configured key, else one that the data directory keeps for itself. */
final class EncryptionKey {
    private static final int BYTES = 32;

    private EncryptionKey() {}

    static Secret of(LucidConfig config) {
        return config.secret(Variable.ENCRYPTION_KEY).orElseGet(() -> kept(config.data()));
    }

    /** Keys that stored tokens may still lie under: those configured, and the data directory's own if it was used before. */
    static List<Secret> earlier(LucidConfig config) {
        var kept = config.text(Variable.ENCRYPTION_KEY).isPresent() && Files.exists(file(config.data()))
                ? Stream.of(kept(config.data()))
                : Stream.<Secret>empty();

        return Stream.concat(config.earlierKeys().stream(), kept).toList();
    }

    private static Path file(Path data) {
        return data.resolve("encryption-key");
    }

    private static Secret kept(Path data) {
        var file = file(data);
        try {
            if (!Files.exists(file)) {
                PrivateFolder.make(data);
                make(file);
            }

            return new Secret(Files.readString(file, UTF_8).strip());
        } catch (IOException e) {
            throw new PortFailure.Permanent(
                    "Could not keep the key of stored tokens in " + file + ": " + Reasons.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new PortFailure.Permanent(
                    file + " holds no key. Put it back from a backup; without it, stored tokens are lost, and removing"
                            + " the file makes a new one.",
                    e);
        }
    }

    /** Of several processes that make it at once, one does; nobody ever finds a half of it. */
    private static void make(Path file) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            var bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            Files.writeString(draft, HexFormat.of().formatHex(bytes) + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            // Another process was first.
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
