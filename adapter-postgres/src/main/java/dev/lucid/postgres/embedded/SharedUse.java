package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that this process uses something that others may use too, and who leaves last.
 *
 * <p>A shared lock on a file, counted within the JVM for the reason that {@link ProcessLock} gives. Joining and
 * leaving are only safe while the caller holds the {@link ProcessLock} that goes with the file: then nobody joins
 * between somebody's look at who else is there and what he does about it.
 */
final class SharedUse {
    private static final Map<Path, SharedUse> USED_BY_THIS_PROCESS = new ConcurrentHashMap<>();

    private final FileChannel channel;
    private final FileLock held;
    private int users = 1;

    private SharedUse(FileChannel channel, FileLock held) {
        this.channel = requireNonNull(channel, "channel");
        this.held = requireNonNull(held, "held");
    }

    /** Joins those who use {@code file}; the answer says whether there are any. */
    static Company join(Path file) {
        var joined = USED_BY_THIS_PROCESS.get(file);
        if (joined != null) {
            joined.users++;
            return Company.OTHERS;
        }
        try {
            return open(file);
        } catch (IOException e) {
            throw LocalFailure.of("lock " + file, e);
        }
    }

    /** Leaves; the answer says whether anybody still uses {@code file}. */
    static Company leave(Path file) {
        var use = requireNonNull(USED_BY_THIS_PROCESS.get(file), () -> "Not in use by this process: " + file);
        use.users--;
        if (use.users > 0) {
            return Company.OTHERS;
        }
        USED_BY_THIS_PROCESS.remove(file);
        try (var closing = use.channel) {
            use.held.release();
            return alone(closing);
        } catch (IOException e) {
            throw LocalFailure.of("unlock " + file, e);
        }
    }

    private static Company open(Path file) throws IOException {
        var channel = PrivateFiles.openForLocking(file);
        try {
            var company = alone(channel);
            var held = channel.tryLock(0, Long.MAX_VALUE, true);
            if (held == null) {
                throw new PortFailure.Transient(
                        "A program that is not Lucid holds " + file + ". End it, and try again.");
            }
            USED_BY_THIS_PROCESS.put(file, new SharedUse(channel, held));
            return company;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Company alone(FileChannel channel) throws IOException {
        try (var everything = channel.tryLock()) {
            return everything == null ? Company.OTHERS : Company.NOBODY;
        }
    }

    /** Who else is there. */
    enum Company {
        NOBODY,
        OTHERS
    }
}
