package dev.lucid.sandbox;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A workspace's files, reached from the host while an agent may be changing them. Every name is opened within the folder
 * that was opened before it, so no swap and no link leads out. Safe for many threads.
 */
public final class WorkspaceFiles {
    private static final Set<PosixFilePermission> ORDINARY = PosixFilePermissions.fromString("rw-r--r--");

    private final Path root;
    private final Path making;
    private final Tenant tenant;

    /** Files are made in {@code making}, which lies on the same file system, and moved from there. */
    public WorkspaceFiles(Path root, Path making, Tenant tenant) {
        this.root = root;
        this.making = making;
        this.tenant = tenant;
    }

    /** Where they lie. */
    Path root() {
        return root;
    }

    Optional<FileContent> read(WorkspacePath file, int maxBytes) throws IOException {
        return read(root, file, maxBytes);
    }

    /** The first bytes of a regular file below {@code root}, if there is one. */
    public static Optional<FileContent> read(Path root, WorkspacePath file, int maxBytes) throws IOException {
        if (file.isRoot()) {
            return Optional.empty();
        }
        try (var walk = new FolderWalk(root)) {
            var folder = walk.to(file.parent().names());
            if (folder.isEmpty()
                    || folder.get()
                            .look(file.name())
                            .filter(BasicFileAttributes::isRegularFile)
                            .isEmpty()) {
                return Optional.empty();
            }

            return Optional.of(content(folder.get(), file.name(), maxBytes));
        }
    }

    private static FileContent content(SecureFolder folder, String name, int maxBytes) throws IOException {
        try (var channel = folder.file(name)) {
            int expected = (int) Math.min(channel.size() + 1, maxBytes + 1L);
            var buffer = ByteBuffer.allocate(Math.max(expected, 1));
            while (channel.read(buffer) >= 0) {
                if (!buffer.hasRemaining()) {
                    if (buffer.capacity() > maxBytes) {
                        break;
                    }
                    buffer = ByteBuffer.allocate((int) Math.min(2L * buffer.capacity(), maxBytes + 1L))
                            .put(buffer.flip());
                }
            }
            boolean more = buffer.position() > maxBytes;
            byte[] bytes = new byte[Math.min(buffer.position(), maxBytes)];
            buffer.flip().get(bytes);

            return new FileContent(bytes, more);
        }
    }

    void write(WorkspacePath file, byte[] content) throws IOException {
        if (file.isRoot()) {
            throw new PortFailure.Permanent("A file needs a name: the workspace itself is a folder.");
        }
        var made = Tokens.next();
        try (var walk = new FolderWalk(root);
                var maker = SecureFolder.open(making)) {
            var folder = walk.make(file, this::newFolder);
            var permissions = permissionsFor(folder, file);
            try {
                var path = Files.write(making.resolve(made), content);
                Files.setPosixFilePermissions(path, permissions);
                tenant.own(path);
                folder.take(maker, made, file.name());
            } finally {
                Files.deleteIfExists(making.resolve(made));
            }
        }
    }

    private static Set<PosixFilePermission> permissionsFor(SecureFolder folder, WorkspacePath file) throws IOException {
        var there = folder.look(file.name());
        if (there.isEmpty()) {
            return ORDINARY;
        }
        if (!there.get().isRegularFile()) {
            throw new PortFailure.Permanent("Can't write " + file + ": what lies there is "
                    + (there.get().isDirectory() ? "a folder" : "no regular file")
                    + (there.get().isSymbolicLink() ? " but a link; write to what it points to." : "."));
        }

        return folder.permissions(file.name());
    }

    /** Java can't make a folder within an open one, but it can move one there. */
    private void newFolder(SecureFolder parent, String name) throws IOException {
        var made = Tokens.next();
        try (var maker = SecureFolder.open(making)) {
            var path = Files.createDirectory(making.resolve(made));
            try {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                tenant.own(path);
                parent.take(maker, made, name);
            } finally {
                Files.deleteIfExists(path);
            }
        }
    }

    List<FileEntry> list(WorkspacePath folder, int depth, int max) throws IOException {
        return new Listing(root, max, true).of(folder, depth);
    }
}
