package dev.lucid.examples;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileEntry.Kind;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.FileContent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A workspace's files, while commands may be changing them. Each name is opened within the folder that was opened before
 * it, so no link leads out. What is new is made in {@code making}, on the same file system, and moved to its place.
 */
record FolderFiles(Path root, Path making) {
    Optional<FileContent> read(WorkspacePath file, int maxBytes) throws IOException {
        if (file.isRoot()) {
            return Optional.empty();
        }
        try (var folder = open(file.parent(), false)) {
            if (!look(folder, file.name()).isRegularFile()) {
                return Optional.empty();
            }
            var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            try (var in = Channels.newInputStream(folder.newByteChannel(Path.of(file.name()), options))) {
                var bytes = in.readNBytes(maxBytes);
                return Optional.of(new FileContent(bytes, in.read() >= 0));
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            return Optional.empty();
        }
    }

    void write(WorkspacePath file, byte[] content) throws IOException {
        if (file.isRoot()) {
            throw new PortFailure.Permanent("A file needs a name: the workspace itself is a folder.");
        }
        var made = making.resolve(UUID.randomUUID().toString());
        try (var folder = open(file.parent(), true)) {
            var permissions = PosixFilePermissions.fromString("rw-r--r--");
            if (isThere(folder, file.name())) {
                if (!look(folder, file.name()).isRegularFile()) {
                    throw new PortFailure.Permanent("Can't write " + file + ": what lies there is no regular file.");
                }
                permissions = folder.getFileAttributeView(
                                Path.of(file.name()), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                        .permissions();
            }
            Files.setPosixFilePermissions(Files.write(made, content), permissions);
            move(made, folder, file.name());
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /** Level by level, so that what is near the top comes first where there is more than fits. */
    List<FileEntry> list(WorkspacePath top, int depth, int max) throws IOException {
        var found = new ArrayList<FileEntry>();
        var ahead = new ArrayDeque<WorkspacePath>();
        if (depth > 0) {
            ahead.add(top);
        }
        while (found.size() < max && !ahead.isEmpty()) {
            for (var entry : entries(ahead.remove(), max - found.size())) {
                found.add(entry);
                if (entry.kind() == Kind.FOLDER
                        && entry.path().names().size() < top.names().size() + depth) {
                    ahead.add(entry.path());
                }
            }
        }
        found.sort(Comparator.comparing(entry -> entry.path().toString()));

        return found;
    }

    private List<FileEntry> entries(WorkspacePath path, int max) throws IOException {
        var entries = new ArrayList<FileEntry>();
        try (var folder = open(path, false)) {
            for (var child : folder) {
                var name = child.getFileName().toString();
                if (entries.size() < max && isThere(folder, name)) {
                    var what = look(folder, name);
                    entries.add(new FileEntry(path.child(name), kind(what), what.size()));
                }
            }
        } catch (FileSystemException _) {
            // it is no folder, or no longer
        }

        return entries;
    }

    private static Kind kind(BasicFileAttributes what) {
        if (what.isSymbolicLink()) {
            return Kind.LINK;
        }
        if (what.isDirectory()) {
            return Kind.FOLDER;
        }

        return what.isRegularFile() ? Kind.FILE : Kind.OTHER;
    }

    private SecureDirectoryStream<Path> open(WorkspacePath folder, boolean make) throws IOException {
        var opened = secure(root);
        for (var name : folder.names()) {
            try (var parent = opened) {
                if (make && !isThere(parent, name)) {
                    move(Files.createDirectory(making.resolve(UUID.randomUUID().toString())), parent, name);
                }
                if (!look(parent, name).isDirectory()) { // asked first, as opening a pipe would wait for its other end
                    throw new NotDirectoryException(folder.toString());
                }
                opened = parent.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
            }
        }

        return opened;
    }

    @SuppressWarnings("StreamResourceLeak") // closed by those who asked for it
    private static SecureDirectoryStream<Path> secure(Path folder) throws IOException {
        var opened = Files.newDirectoryStream(folder);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        opened.close();
        throw new FileNotFoundException("This system's Java can't open folders securely");
    }

    private static boolean isThere(SecureDirectoryStream<Path> folder, String name) throws IOException {
        try {
            return look(folder, name).lastModifiedTime() != null;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static BasicFileAttributes look(SecureDirectoryStream<Path> folder, String name) throws IOException {
        return folder.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private void move(Path made, SecureDirectoryStream<Path> folder, String name) throws IOException {
        try (var maker = secure(making)) {
            maker.move(made.getFileName(), folder, Path.of(name));
        }
    }
}
