package dev.lucid.docker;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.sandbox.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox whose container is frozen after a while without a command, with all that runs in it, and wakes for the next
 * one: then it costs memory alone. Safe for many threads.
 */
final class DozingSandbox implements Sandbox {
    private final Sandbox sandbox;
    private final Timer timer;
    private final Duration idleLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ContainerRoot root;
    private Timer.@Nullable Pending pending;
    private int busy;
    private boolean frozen;
    private boolean closed;

    DozingSandbox(Sandbox sandbox, Timer timer, Duration idleLimit) {
        this.sandbox = sandbox;
        this.timer = timer;
        this.idleLimit = idleLimit;
    }

    /** Its commands run there from now on. */
    void runsIn(ContainerRoot started) {
        locked(() -> {
            root = started;
            frozen = false;
        });
    }

    @Override
    public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
        locked(this::wake);
        try {
            return sandbox.run(command, output, stop);
        } finally {
            locked(this::rest);
        }
    }

    private void wake() {
        if (pending != null) {
            pending.close();
        }
        if (frozen && root != null) {
            root.freeze(false);
            frozen = false;
        }
        busy++;
    }

    private void rest() {
        busy--;
        if (busy == 0 && !closed) {
            pending = timer.after(idleLimit, () -> Thread.startVirtualThread(() -> locked(this::doze)));
        }
    }

    private void doze() {
        if (busy > 0 || frozen || closed || root == null || !root.isAlive()) {
            return;
        }
        try {
            root.freeze(true);
            frozen = true;
        } catch (PortFailure _) {
            // it only costs a little more then
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
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
        locked(() -> frozen = false);
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            if (pending != null) {
                pending.close();
            }
        });
        sandbox.close();
    }
}
