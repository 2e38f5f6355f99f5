package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.Timer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Freezes a sandbox's container after a while without a command, and wakes it for the next. Safe for many threads. */
final class Freezing implements AutoCloseable {
    private final Timer timer;
    private final Duration idleLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ContainerRoot root;
    private Timer.@Nullable Pending pending;
    private int busy;
    private boolean frozen;
    private boolean closed;

    Freezing(Timer timer, Duration idleLimit) {
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

    /** A command comes. Each is followed by a {@link #rest}. */
    void wake() {
        locked(() -> {
            if (pending != null) {
                pending.close();
            }
            if (frozen && root != null) {
                root.freeze(false);
                frozen = false;
            }
            busy++;
        });
    }

    /** A command has ended. */
    void rest() {
        locked(() -> {
            busy--;
            if (busy == 0 && !closed) {
                pending = timer.after(idleLimit, () -> Thread.startVirtualThread(() -> locked(this::doze)));
            }
        });
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

    /** All that ran is gone. */
    void thawed() {
        locked(() -> frozen = false);
    }

    /** Freezes no more. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            if (pending != null) {
                pending.close();
            }
        });
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
