package dev.lucid.local;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Workspaces;
import dev.lucid.sandbox.FileDesk;
import dev.lucid.sandbox.FolderWalk;
import dev.lucid.sandbox.Listing;
import dev.lucid.sandbox.WorkspaceFiles;
import dev.lucid.sandbox.WorkspaceFolders;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Workspaces as folders {@code <base>/<user>/<session>} of this machine, whatever sandboxes are opened on them. */
public final class LocalWorkspaces implements Workspaces, AutoCloseable {
    private final Path base;
    private final FileDesk desk = new FileDesk();

    /** {@code base} is the folder of all workspaces; it need not be there yet. */
    public LocalWorkspaces(Path base) {
        this.base = requireNonNull(base, "base").toAbsolutePath().normalize();
    }

    @Override
    public Optional<List<FileEntry>> list(SandboxSpec spec, WorkspacePath folder, int depth, int max) {
        return desk.call(spec.session(), "listing " + folder + " in the workspace of session " + spec.session(), () -> {
            var root = folderOf(spec);
            if (root.isEmpty()) {
                return Optional.empty();
            }
            try (var walk = new FolderWalk(root.get())) {
                if (walk.to(folder.names()).isEmpty()) {
                    return Optional.empty();
                }
            }

            return Optional.of(new Listing(root.get(), max, false).of(folder, depth));
        });
    }

    @Override
    public Optional<FileContent> read(SandboxSpec spec, WorkspacePath file, int maxBytes) {
        return desk.call(spec.session(), "reading " + file + " in the workspace of session " + spec.session(), () -> {
            var root = folderOf(spec);

            return root.isEmpty() ? Optional.empty() : WorkspaceFiles.read(root.get(), file, maxBytes);
        });
    }

    private Optional<Path> folderOf(SandboxSpec spec) {
        return Optional.of(WorkspaceFolders.of(base, spec))
                .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void close() {
        desk.close();
    }
}
