package dev.lucid.port.workspace;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import java.util.List;
import java.util.Optional;

/**
 * One session's sandbox. Paths are the workspace's; a link is never followed by the file operations. Safe for many
 * threads; commands of several threads run at the same time, as far as there are channels for them.
 */
public interface Sandbox extends AutoCloseable {
    /**
     * Runs a command in the workspace's root, giving its output as it comes, and returns when it has ended and all its
     * output was given. On {@code stop} its process group is killed at once. Fails with a transient failure if the
     * sandbox died under it and the outcome is unknown; where it could not be started at all, the failure is one that came
     * beforehand.
     */
    CommandEnd run(Command command, CommandOutput output, StopSignal stop);

    /** The first {@code maxBytes} bytes of a file; empty if there is no such file, or it is no regular file. */
    Optional<FileContent> read(WorkspacePath file, int maxBytes);

    /** Writes a whole file, making its folders; it is there whole or not at all. Keeps an existing file's mode. */
    void write(WorkspacePath file, byte[] content);

    /**
     * What lies below a folder, sorted by path, {@code depth} levels deep, at most {@code max}: then what is nearest to
     * the folder. Empty if it is none.
     */
    List<FileEntry> list(WorkspacePath folder, int depth, int max);

    /** Kills all commands, background ones too. */
    void killAll();

    /** Kills all commands and gives the sandbox's resources back. The workspace stays. */
    @Override
    void close();
}
