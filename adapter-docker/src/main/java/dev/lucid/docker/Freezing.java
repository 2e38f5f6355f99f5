package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.sandbox.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Freezes a sandbox's container after a while without a command, and wakes it for the next. The engine is asked on threads
 * that hold nothing, one question after the other: where it does not answer, only who needs the answer waits, and not for
 * long. Safe for many threads.
 */
final class Freezing implements AutoCloseable {
    /** How long a command waits for its container to wake. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is frozen and woken. */
    interface Sleeper {
        boolean isAlive();

        /** Freezes it or wakes it; fails with a {@link PortFailure} where the engine does not do it. */
        void freeze(boolean frozen);
    }

    private final Timer timer;
    private final Duration idleLimit;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Sleeper root;
    private Timer.@Nullable Pending pending;
    private CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
    private int busy;
    private boolean frozen;
    private boolean closed;

    Freezing(Timer timer, Duration idleLimit, Duration patience) {
        this.timer = timer;
        this.idleLimit = idleLimit;
        this.patience = patience;
    }

    /** Its commands run there from now on. */
    void runsIn(Sleeper started) {
        locked(() -> {
            root = started;
            forget();
        });
    }

    /**
     * A command comes. Each is followed by a {@link #rest}, unless this fails. Returns as soon as the command is to stop, and
     * fails with a transient failure if the container does not wake in time: then the command has not begun.
     */
    void wake(StopSignal stop) {
        var awake = begun();
        boolean woken = false;
        try {
            await(awake, stop);
            woken = true;
        } finally {
            if (!woken) {
                rest();
            }
        }
    }

    private CompletableFuture<?> begun() {
        lock.lock();
        try {
            cancelPending();
            busy++;

            return thawing();
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<?> thawing() {
        var sleeper = root;
        boolean asleep = frozen || asked.isCompletedExceptionally(); // where it was not woken, it is tried again
        if (asleep && sleeper != null && sleeper.isAlive()) {
            frozen = false;
            asked = after(asked, () -> sleeper.freeze(false));
        } else if (asleep) {
            forget(); // it has died in its sleep
        }

        return asked;
    }

    private static CompletableFuture<?> after(CompletableFuture<?> before, Runnable question) {
        return before.handle((_, _) -> true).thenRunAsync(question, Thread::startVirtualThread);
    }

    private void await(CompletableFuture<?> awake, StopSignal stop) {
        var done = awake.copy();
        try (var _ = stop.whenRaised(() -> done.complete(null))) {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("waking a sandbox", e);
        } catch (TimeoutException e) {
            throw new PortFailure.Transient(
                            "Gave up waking the sandbox after " + patience.toSeconds()
                                    + " s: the engine does not answer. The command has not begun.",
                            e)
                    .beforehand();
        } catch (ExecutionException e) {
            throw new PortFailure.Transient(
                            "Could not wake the sandbox, so the command has not begun: " + e.getCause(), e)
                    .beforehand();
        }
    }

    /** A command has ended, or will not begin. */
    void rest() {
        locked(() -> {
            busy--;
            if (busy == 0 && !closed) {
                cancelPending();
                pending = timer.after(idleLimit, () -> locked(this::doze));
            }
        });
    }

    private void doze() {
        var idler = root;
        if (busy > 0 || frozen || closed || idler == null || !idler.isAlive()) {
            return;
        }
        // Where that fails it may be frozen all the same, and is woken like one that is.
        frozen = true;
        asked = after(asked, () -> idler.freeze(true));
    }

    /** All that ran is gone. */
    void thawed() {
        locked(this::forget);
    }

    private void forget() {
        frozen = false;
        asked = CompletableFuture.completedFuture(null);
    }

    /** Freezes no more. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            cancelPending();
        });
    }

    private void cancelPending() {
        if (pending != null) {
            pending.close();
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
}
