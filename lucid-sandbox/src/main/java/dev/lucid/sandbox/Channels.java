package dev.lucid.sandbox;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lines into one session's sandbox: opened when they are needed, kept, at most {@value #MAX}. Starts the sandbox where
 * none runs, and another one where it has died. That may last, so it is done on a thread of its own: whoever waits for a
 * line can be stopped meanwhile, and nobody else waits. Safe for many threads.
 */
public final class Channels {
    /** Commands that run at the same time. */
    static final int MAX = 4;

    private static final long ENDING_SECONDS = 5;

    /** A line that is taken, and the sandbox that it leads into. */
    record Line(SandboxProcess sandbox, Channel channel) {}

    /** Starts a sandbox. */
    public interface Starter {
        SandboxProcess start() throws IOException;
    }

    /** A line that is being opened; it is of no use if all was killed since. */
    private record Opening(FutureTask<Line> task, int kills) {}

    private final String what;
    private final Starter starter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Channel> idle = new ArrayDeque<>();
    private @Nullable SandboxProcess sandbox;
    private @Nullable Opening opening;
    private int taken;
    private int kills;
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
                return taken(stop);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("opening a channel into " + what, e);
        }
    }

    private Optional<Line> taken(StopSignal stop) throws InterruptedException {
        Opening mine = null;
        while (!stop.raised()) {
            refuseIfClosed();
            var line = idleLine();
            if (line.isPresent()) {
                taken++;
                return line;
            }
            if (mine != null && !mine.equals(opening)) {
                refuseIfFailed(mine);
            }
            if (opening == null && !allTaken()) {
                mine = begun();
            }
            changed.await();
        }

        return Optional.empty();
    }

    private Optional<Line> idleLine() {
        var running = sandbox;
        if (running == null || !running.isAlive()) {
            idle.clear();
            return Optional.empty();
        }
        while (!idle.isEmpty()) {
            var channel = idle.pop();
            if (!channel.isDead()) {
                return Optional.of(new Line(running, channel));
            }
            running.drop(channel);
        }

        return Optional.empty();
    }

    private boolean allTaken() {
        boolean noneToOpen = sandbox != null && sandbox.isAlive() && !sandbox.hasRoom();

        return taken == MAX || (taken > 0 && noneToOpen);
    }

    /** Only one is opened at a time. */
    private Opening begun() {
        var known = sandbox;
        var begun = new Opening(new FutureTask<>(() -> line(known)), kills);
        opening = begun;
        Thread.ofPlatform().name("lucid-sandbox-start").daemon().start(() -> {
            begun.task().run();
            settle(begun);
        });

        return begun;
    }

    private Line line(@Nullable SandboxProcess known) throws IOException, InterruptedException {
        var running = known != null && known.isAlive() && known.hasRoom() ? known : another(known);
        try {
            return new Line(running, running.openChannel());
        } catch (IOException e) {
            if (running.isAlive()) {
                throw e;
            }
            // it was just dying of the command before
            var another = another(running);

            return new Line(another, another.openChannel());
        }
    }

    /** Where its channels died again and again, a fresh one is cheaper than a repair. */
    private SandboxProcess another(@Nullable SandboxProcess known) throws IOException {
        if (known != null) {
            known.close();
        }

        return starter.start();
    }

    /** Makes known what was opened; what nobody wants any more is ended. */
    private void settle(Opening done) {
        if (done.task().state() == Future.State.SUCCESS && !isPublished(done)) {
            done.task().resultNow().sandbox().giveUp();
        }
        lock.lock();
        try {
            opening = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isPublished(Opening done) {
        lock.lock();
        try {
            if (closed || done.kills() != kills) {
                return false;
            }
            var line = done.task().resultNow();
            sandbox = line.sandbox();
            idle.push(line.channel());

            return true;
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfFailed(Opening mine) {
        if (mine.task().state() == Future.State.FAILED && mine.kills() == kills) {
            throw switch (mine.task().exceptionNow()) {
                case IOException e ->
                    new PortFailure.Permanent("Could not start " + what + ": " + FileDesk.reason(e), e);
                case PortFailure.Transient e -> e.beforehand();
                case RuntimeException e -> e;
                case Throwable e -> new IllegalStateException("Could not start " + what, e);
            };
        }
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Kills all that runs. The next command starts the sandbox again. What is just starting ends by itself. */
    void killAll() {
        var killed = forgotten();
        if (killed != null) {
            killed.endAll(Execution.Cause.STOP);
        }
        awaitOpening();
    }

    private @Nullable SandboxProcess forgotten() {
        lock.lock();
        try {
            var known = sandbox;
            sandbox = null;
            idle.clear();
            kills++;

            return known;
        } finally {
            lock.unlock();
        }
    }

    /** What starts right now usually ends in a moment, but an engine may be slow, and nobody is to wait for that. */
    private void awaitOpening() {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(ENDING_SECONDS);
            while (opening != null && opening.kills() != kills && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Kills all that runs, for good. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        killAll();
    }

    private void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
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
