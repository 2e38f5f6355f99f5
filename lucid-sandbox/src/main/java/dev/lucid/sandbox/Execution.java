package dev.lucid.sandbox;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One command on its way: what its channel's reader heard, for the thread that waits for it, and who ended it. A reader
 * that is too fast waits here, and the command behind it. Safe for many threads.
 */
public final class Execution {
    /** Why a command was killed. */
    public enum Cause {
        TIME,
        STOP,
        MEMORY,
        PROCESSES,
        ROOM,
        GIVEN_UP
    }

    /** What the reader heard. */
    sealed interface Heard {
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Output(byte[] bytes) implements Heard {}

        record Frame(char kind, int number) implements Heard {}

        /** The channel is dead; nothing follows. */
        record Silence() implements Heard {}
    }

    private static final int PIECES_AHEAD = 16;
    private static final long PATIENCE_MILLIS = 1_000;

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(PIECES_AHEAD);
    private final IntConsumer kill;
    private int group;
    private Optional<Cause> cause = Optional.empty();
    private volatile boolean ended;

    /** {@code kill} kills a process group of the sandbox, at once. */
    Execution(IntConsumer kill) {
        this.kill = kill;
    }

    /** Its shell goes on as that process group. */
    synchronized void began(int processGroup) {
        group = processGroup;
        if (cause.isPresent() && !ended) {
            kill.accept(group);
        }
    }

    /** Kills the command; the first cause counts. Says whether this is it. */
    synchronized boolean end(Cause why) {
        if (ended || cause.isPresent()) {
            return false;
        }
        cause = Optional.of(why);
        if (group > 0) {
            kill.accept(group);
        }

        return true;
    }

    /** Its shell was killed before it began: it is to be told again. */
    synchronized void again() {
        ended = cause.isPresent();
    }

    /** Nobody will hear of its end: it must not go on either. */
    synchronized void abandon() {
        if (group > 0) {
            kill.accept(group);
        }
    }

    synchronized int group() {
        return group;
    }

    synchronized Optional<Cause> cause() {
        return cause;
    }

    /** Whether the command is known to have ended. */
    boolean ended() {
        return ended;
    }

    /** The reader's: some output. Waits for room; once the command is killed, not for long. */
    void output(byte[] bytes) throws InterruptedException {
        long waited = 0;
        while (!room.tryAcquire(50, TimeUnit.MILLISECONDS)) {
            waited += cause().isPresent() ? 50 : 0;
            if (waited >= PATIENCE_MILLIS) {
                return;
            }
        }
        heard.add(new Heard.Output(bytes));
    }

    /** The reader's: an answer. */
    void frame(char kind, int number) {
        if (kind == Channel.ENDED) {
            ended = true;
        }
        heard.add(new Heard.Frame(kind, number));
    }

    /** The reader's: the channel is dead. */
    void silence() {
        ended = true;
        heard.add(new Heard.Silence());
    }

    /** The next thing heard. */
    Heard next() throws InterruptedException {
        return made(heard.take());
    }

    /** The next thing heard; silence, if there is none for so long. */
    Heard next(long millis) throws InterruptedException {
        var next = heard.poll(millis, TimeUnit.MILLISECONDS);

        return next == null ? new Heard.Silence() : made(next);
    }

    private Heard made(Heard next) {
        if (next instanceof Heard.Output) {
            room.release();
        }

        return next;
    }
}
