package dev.lucid.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Folders of those who run sandboxes, each with a file beside it that its owner holds a lock on. The system takes the lock
 * away when the owner dies, however it dies, and whichever container or clock it lived by: so a folder whose file can be
 * locked is a dead one's. Safe for many threads and several processes.
 */
final class LivingRuns implements AutoCloseable {
    private static final String LOCK = ".lock";

    /**
     * What folders of this very process begin with. Their files are never looked at: whoever closes a file takes away all
     * locks that its own process has on it.
     */
    private static final String SELF = Tokens.next() + "-";

    private final Path folder;
    private final String name;
    private final FileChannel lock;

    private LivingRuns(Path folder, String name, FileChannel lock) {
        this.folder = folder;
        this.name = name;
        this.lock = lock;
    }

    /** Makes a folder of one's own in that one. {@code making} is where files are made before they get their names. */
    static LivingRuns begin(Path folder, Path making) throws IOException {
        var name = SELF + Tokens.next();
        var birth = making.resolve(name);
        var channel = FileChannel.open(birth, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean made = false;
        try {
            // Locked before it has its name, so that nobody ever finds it unlocked while its owner lives.
            channel.lock();
            Files.move(birth, folder.resolve(name + LOCK), StandardCopyOption.ATOMIC_MOVE);
            var runs = new LivingRuns(folder, name, channel);
            Files.createDirectory(runs.own(), WorkspaceFolders.PRIVATE);
            made = true;

            return runs;
        } finally {
            if (!made) {
                channel.close();
                Files.deleteIfExists(birth);
            }
        }
    }

    /** Where all of them lie. */
    Path folder() {
        return folder;
    }

    /** One's own. */
    Path own() {
        return folder.resolve(name);
    }

    /** Gives away the folder of each owner that is dead, and forgets it. */
    void bury(Consumer<Path> gravedigger) throws IOException {
        for (var each : names()) {
            if (!each.startsWith(SELF)) {
                buryIfDead(each, gravedigger);
            }
        }
    }

    private void buryIfDead(String each, Consumer<Path> gravedigger) throws IOException {
        var file = folder.resolve(each + LOCK);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var taken = channel.tryLock()) {
            if (taken != null) {
                gravedigger.accept(folder.resolve(each));
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // there is no folder without its file but one that is just going, or that its owner left half removed
            gravedigger.accept(folder.resolve(each));
        } catch (OverlappingFileLockException _) {
            // its owner lives in this process, as a program of its own
        }
    }

    private Set<String> names() throws IOException {
        var names = new LinkedHashSet<String>();
        try (var found = Files.newDirectoryStream(folder)) {
            for (var each : found) {
                var file = each.getFileName().toString();
                names.add(file.endsWith(LOCK) ? file.substring(0, file.length() - LOCK.length()) : file);
            }
        }

        return names;
    }

    /** From now on its owner counts as dead. */
    @Override
    public void close() {
        try (lock) {
            Files.deleteIfExists(folder.resolve(name + LOCK));
        } catch (IOException _) {
            // then the next one finds it unlocked, and removes it
        }
    }
}
