package dev.lucid.sandbox;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lines into one session's sandbox: opened when they are needed, kept, at most {@value #MAX}. Starts the sandbox where
 * none runs, and another one where it has died. Safe for many threads.
 */
public final class Channels {
    /** Commands that run at the same time. */
    static final int MAX = 4;

    /** A line that is taken, and the sandbox that it leads into. */
    record Line(SandboxProcess sandbox, Channel channel) {}

    /** Starts a sandbox. */
    public interface Starter {
        SandboxProcess start() throws IOException;
    }

    private final String what;
    private final Starter starter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final Deque<Channel> idle = new ArrayDeque<>();
    private @Nullable SandboxProcess sandbox;
    private int taken;
    private boolean closed;

    /** {@code what} names the sandbox in messages. */
    public Channels(String what, Starter starter) {
        this.what = what;
        this.starter = starter;
    }

    /** Takes a line, waiting for one if all are taken; none if the stop was raised first. */
    Optional<Line> take(StopSignal stop) {
        try (var _ = stop.whenRaised(this::wakeAll)) {
            lock.lockInterruptibly();
            try {
                while (allTaken() && !closed && !stop.raised()) {
                    given.await();
                }
                if (stop.raised()) {
                    return Optional.empty();
                }
                var line = line();
                taken++;
                return Optional.of(line);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("opening a channel into " + what, e);
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not start " + what + ": " + FileDesk.reason(e), e);
        }
    }

    private boolean allTaken() {
        boolean noneToOpen = sandbox != null
                && sandbox.isAlive()
                && !sandbox.hasRoom()
                && idle.stream().allMatch(Channel::isDead);

        return taken == MAX || (taken > 0 && noneToOpen);
    }

    private Line line() throws IOException, InterruptedException {
        refuseIfClosed();
        var running = running();
        while (!idle.isEmpty()) {
            var channel = idle.pop();
            if (!channel.isDead()) {
                return new Line(running, channel);
            }
            running.drop(channel);
        }
        if (!running.hasRoom() && taken == 0) {
            // its channels died again and again: a fresh one is cheaper than a repair
            running.close();
            running = running();
        }

        return opened(running);
    }

    /** A sandbox may just be dying of the command before. */
    private Line opened(SandboxProcess running) throws IOException, InterruptedException {
        try {
            return new Line(running, running.openChannel());
        } catch (IOException e) {
            if (running.isAlive()) {
                throw e;
            }
            var another = running();

            return new Line(another, another.openChannel());
        }
    }

    private SandboxProcess running() throws IOException {
        var known = sandbox;
        if (known == null || !known.isAlive()) {
            idle.clear();
            if (known != null) {
                known.close();
            }
            known = starter.start();
            sandbox = known;
        }

        return known;
    }

    /** Gives a line back. */
    void give(Line line) {
        lock.lock();
        try {
            taken--;
            if (line.channel().isDead()) {
                line.sandbox().drop(line.channel());
            } else if (line.sandbox() == sandbox) {
                idle.push(line.channel());
            }
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Kills all that runs. The next command starts the sandbox again. */
    void killAll() {
        lock.lock();
        try {
            if (sandbox != null) {
                sandbox.endAll(Execution.Cause.STOP);
                sandbox = null;
            }
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Kills all that runs, for good. */
    void close() {
        lock.lock();
        try {
            closed = true;
            given.signalAll();
        } finally {
            lock.unlock();
        }
        killAll();
    }

    private void wakeAll() {
        lock.lock();
        try {
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new PortFailure.Permanent("Can't run a command in " + what + ": it was closed. Open it again.");
        }
    }
}
