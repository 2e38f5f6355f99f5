package dev.lucid.docker;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import java.util.List;
import java.util.Optional;

/**
 * A sandbox whose container is frozen after a while without a command, with all that runs in it, and wakes for the next
 * one: then it costs memory alone. Safe for many threads.
 */
final class DozingSandbox implements Sandbox {
    private final Sandbox sandbox;
    private final Freezing freezing;

    DozingSandbox(Sandbox sandbox, Freezing freezing) {
        this.sandbox = sandbox;
        this.freezing = freezing;
    }

    @Override
    public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
        freezing.wake();
        try {
            return sandbox.run(command, output, stop);
        } finally {
            freezing.rest();
        }
    }

    @Override
    public Optional<FileContent> read(WorkspacePath file, int maxBytes) {
        return sandbox.read(file, maxBytes);
    }

    @Override
    public void write(WorkspacePath file, byte[] content) {
        sandbox.write(file, content);
    }

    @Override
    public List<FileEntry> list(WorkspacePath folder, int depth, int max) {
        return sandbox.list(folder, depth, max);
    }

    @Override
    public void killAll() {
        sandbox.killAll();
        freezing.thawed();
    }

    @Override
    public void close() {
        freezing.close();
        sandbox.close();
    }
}
