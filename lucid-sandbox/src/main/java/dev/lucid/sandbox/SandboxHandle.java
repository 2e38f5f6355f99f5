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
import java.util.concurrent.atomic.AtomicBoolean;

/** A sandbox as one of those see it who have opened it: the last one to close it ends it. Safe for many threads. */
final class SandboxHandle implements Sandbox {
    private final Sandbox sandbox;
    private final Runnable closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    SandboxHandle(Sandbox sandbox, Runnable closing) {
        this.sandbox = sandbox;
        this.closing = closing;
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
        if (closed.compareAndSet(false, true)) {
            closing.run();
        }
    }
}
