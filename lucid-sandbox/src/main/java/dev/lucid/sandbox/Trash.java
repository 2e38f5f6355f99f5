package dev.lucid.sandbox;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A folder in which folders are taken apart, without following a link. What was taken is out of the way at once, however
 * long the rest takes. A folder within a folder is moved to the top first: then depth costs nothing, and no path is too
 * long. Several processes may empty it at once.
 */
record Trash(Path folder) {
    /** Takes a folder out of its place, if it is there. */
    void take(Path victim) throws IOException {
        try {
            moveIn(victim);
        } catch (NoSuchFileException _) {
            // gone already
        }
    }

    /** Removes all that was taken, also by those who came no further. */
    void empty() throws IOException {
        Deque<Path> rest = new ArrayDeque<>(children(folder));
        while (!rest.isEmpty()) {
            try {
                remove(rest.removeFirst(), rest);
            } catch (NoSuchFileException _) {
                // somebody else was faster
            }
        }
    }

    private void remove(Path victim, Deque<Path> rest) throws IOException {
        if (isFolder(victim)) {
            for (var child : children(victim)) {
                if (isFolder(child)) {
                    rest.add(moveIn(child));
                } else {
                    Files.deleteIfExists(child);
                }
            }
        }
        Files.deleteIfExists(victim);
    }

    private Path moveIn(Path victim) throws IOException {
        var place = folder.resolve(Tokens.next());
        try {
            return Files.move(victim, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            unlock(victim); // moving a folder changes it, so it must be writable
            return Files.move(victim, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try {
            return list(folder);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            unlock(folder);
            return list(folder);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        var children = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(children::add);
        }

        return children;
    }

    private static void unlock(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
