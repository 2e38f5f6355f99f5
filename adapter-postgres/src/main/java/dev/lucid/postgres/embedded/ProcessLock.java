package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive hold on a lock file, against other processes and other threads alike.
 *
 * <p>The operating system gives such locks to processes, and closing any descriptor of the file drops them all: two
 * holders in one JVM would release each other's. So each file is opened by one holder at a time, and the set of files
 * held by this JVM is the one thing here that has to belong to the whole of it.
 */
final class ProcessLock implements AutoCloseable {
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = requireNonNull(file, "file");
        this.channel = requireNonNull(channel, "channel");
    }

    /** Waits up to {@code limit} for the lock; {@code purpose} completes "while waiting to …" in failures. */
    static ProcessLock take(Path file, Duration limit, String purpose) {
        var patience = Patience.of(limit);
        while (!HELD_BY_THIS_PROCESS.add(file)) {
            patience.pause(() -> tooLong(file, limit, purpose));
        }
        try {
            return new ProcessLock(file, lockedChannel(file, patience, limit, purpose));
        } catch (IOException e) {
            HELD_BY_THIS_PROCESS.remove(file);
            throw LocalFailure.of("lock " + file, e);
        } catch (RuntimeException e) {
            HELD_BY_THIS_PROCESS.remove(file);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalFailure.of("unlock " + file, e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(file);
        }
    }

    private static FileChannel lockedChannel(Path file, Patience patience, Duration limit, String purpose)
            throws IOException {
        var channel = PrivateFiles.openForLocking(file);
        try {
            FileLock lock = channel.tryLock();
            while (lock == null) {
                patience.pause(() -> tooLong(file, limit, purpose));
                lock = channel.tryLock();
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static PortFailure tooLong(Path file, Duration limit, String purpose) {
        return new PortFailure.Transient("Another process has held " + file + " for " + limit.toSeconds()
                + " s while this one waited to " + purpose + ". Wait for it or end it, and try again.");
    }
}
