package dev.lucid.port.workspace;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/**
 * Looks into workspaces from outside, whether or not a sandbox is open on them, and follows no link. What it sees may be
 * old by the time it is told. Safe for many threads.
 */
public interface Workspaces {
    /**
     * What lies below a folder, sorted by path, {@code depth} levels deep, at most {@code max}, without what lies below
     * folders that a {@link dev.lucid.domain.workspace.FileTree} hides; empty if there is no such workspace or folder.
     */
    Optional<List<FileEntry>> list(SandboxSpec spec, WorkspacePath folder, int depth, int max);

    /**
     * The first {@code maxBytes} bytes of a file; empty if there is no such regular file. For people who open a file of
     * the tree that they browse, while the agent works or long after.
     */
    Optional<FileContent> read(SandboxSpec spec, WorkspacePath file, int maxBytes);
}
