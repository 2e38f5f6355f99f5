package dev.lucid.sandbox;

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

/** A sandbox that hands everything on to another one: whoever adds something to it overrides just that. */
public abstract class ForwardingSandbox implements Sandbox {
    private final Sandbox sandbox;

    protected ForwardingSandbox(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
        return sandbox.run(command, output, stop);
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
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
