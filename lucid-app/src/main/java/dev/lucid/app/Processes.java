package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Who lives on a data directory: each process holds a lock on a file that bears its name, and the system takes the lock
 * away when the process dies, however it dies. So a file that can be locked names a dead process. Several Lucids in one
 * process never open each other's files, whose names say which process made them: to close one would give up its lock,
 * whoever in the process holds it. Safe for many threads.
 */
final class Processes implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Processes.class.getName());
    private static final String SUFFIX = ".lock";
    private static final int UUID_LENGTH = 36;
    private static final String BIRTH = "born-";
    private static final Pattern NAME =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\\.[0-9]+-[0-9]+)?\\.lock");
    private static final long BETWEEN_LOOKS_SECONDS = 3;

    private final Path folder;
    private final UUID self;
    private final FileChannel own;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lucid-processes").factory());

    private Processes(Path folder, UUID self, FileChannel own) {
        this.folder = folder;
        this.self = self;
        this.own = own;
    }

    /** Makes this process known under that name. */
    static Processes enter(Path data, UUID self) {
        var folder = data.resolve("processes");
        try {
            PrivateFolder.make(folder);
            // Locked before it has its name, so that nobody ever finds it unlocked while this process lives.
            var birth = folder.resolve(BIRTH + requireNonNull(self, "self"));
            var own = FileChannel.open(birth, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            own.lock();
            Files.move(birth, mark(folder, self), StandardCopyOption.ATOMIC_MOVE);

            return new Processes(folder, self, own);
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not write to " + folder + ": " + Reasons.of(e), e);
        }
    }

    /** Tells of each process that has died, now and from now on, until all is closed; then forgets it. */
    void bury(Consumer<UUID> mourner) {
        look(mourner);
        var _ = looking.scheduleWithFixedDelay(
                () -> look(mourner), BETWEEN_LOOKS_SECONDS, BETWEEN_LOOKS_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether the process of that name lives here, as far as is known. */
    boolean knows(UUID process) {
        return files().stream().anyMatch(file -> name(file).equals(process));
    }

    private void look(Consumer<UUID> mourner) {
        files().stream().filter(file -> !isOfThisProcess(file)).forEach(file -> {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    var lock = channel.tryLock()) {
                if (lock != null) {
                    mourner.accept(name(file));
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException _) {
                // Another has buried it.
            } catch (IOException | PortFailure e) {
                LOG.log(Level.WARNING, "Looking after the process {0} will be tried again: {1}", file, e.getMessage());
            }
        });
    }

    private static boolean isOfThisProcess(Path file) {
        return file.getFileName().toString().endsWith(ending());
    }

    private static Path mark(Path folder, UUID self) {
        return folder.resolve(self + ending());
    }

    /** The number of a process alone may be another's after a restart. */
    private static String ending() {
        var process = ProcessHandle.current();
        var began = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);

        return "." + process.pid() + "-" + began + SUFFIX;
    }

    private List<Path> files() {
        try (var found = Files.list(folder)) {
            return found.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Could not look into {0}: {1}", folder, e.getMessage());
            return List.of();
        }
    }

    private static UUID name(Path file) {
        var text = file.getFileName().toString();

        return UUID.fromString(text.substring(0, UUID_LENGTH));
    }

    @Override
    public void close() {
        looking.shutdownNow();
        try {
            Files.deleteIfExists(mark(folder, self));
            own.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Could not remove the mark of this process: {0}", e.getMessage());
        }
    }
}
