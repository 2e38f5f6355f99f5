package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The directory that several processes share, and the two locks that make them take turns: one is held by all who use
 * the database, the other by him who starts or stops it, or joins or leaves.
 */
record DataDirectory(Path path) {
    private static final Duration TURN_LIMIT = Duration.ofMinutes(6);

    DataDirectory {
        requireNonNull(path, "path");
    }

    /** Makes the directory where it is missing, closed to others. */
    static DataDirectory at(Path path) {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new PortFailure.Permanent(
                        "Could not use the data directory " + path + ": it is a file. Choose another data directory.");
            }
            PrivateFiles.createDirectories(path);
            var real = path.toRealPath();
            if (!Files.isWritable(real)) {
                throw new PortFailure.Permanent(
                        "Could not use the data directory " + real
                                + ": this user may not write there. Give it the right to (chown, chmod), or choose another one.");
            }
            return new DataDirectory(real);
        } catch (IOException e) {
            throw LocalFailure.of("use the data directory " + path, e);
        }
    }

    ProcessLock takeTurn(String purpose) {
        return ProcessLock.take(path.resolve("postgres.change.lock"), TURN_LIMIT, purpose);
    }

    SharedUse.Company join() {
        return SharedUse.join(useFile());
    }

    SharedUse.Company leave() {
        return SharedUse.leave(useFile());
    }

    private Path useFile() {
        return path.resolve("postgres.use.lock");
    }
}
