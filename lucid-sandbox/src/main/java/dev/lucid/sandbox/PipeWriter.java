package dev.lucid.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes into all of a sandbox's pipes, on a thread of its own: commands can fill a pipe and stop its reader, so whoever
 * has something to say must never wait for one. What is not read in time, is taken for a sign that the sandbox is of no
 * more use. Closing it wakes the thread even from a pipe that is full. Safe for many threads.
 */
final class PipeWriter implements AutoCloseable {
    /** An empty pipe takes all that it is ever told at once, so this is for a machine that is very busy. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int PIECES_AHEAD = 256;

    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    private record Piece(OutputStream pipe, byte[] bytes) {}

    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES_AHEAD);
    private final OutputStream control;
    private final Timer timer;
    private final Runnable stuck;
    private final Thread thread;

    /** It closes {@code control} at its end. {@code stuck} is called if something is not read; it must be short. */
    PipeWriter(OutputStream control, Timer timer, Runnable stuck) {
        this.control = control;
        this.timer = timer;
        this.stuck = stuck;
        this.thread = Thread.ofPlatform().name("lucid-sandbox-writer").daemon().start(this::writeAll);
    }

    /** Opens a pipe that has a name, for both ends, so that it never waits; closing it wakes who writes to it. */
    static OutputStream open(Path pipe) throws IOException {
        return java.nio.channels.Channels.newOutputStream(
                FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Writes it soon, after what came before. Where nobody can hear it any more, it is lost. */
    void write(OutputStream pipe, byte[] bytes) {
        if (!pieces.offer(new Piece(pipe, bytes))) {
            stuck.run();
        }
    }

    /** Says it to the root shell. */
    void say(byte[] line) {
        write(control, line);
    }

    private void writeAll() {
        try (control) {
            while (true) {
                write(pieces.take());
            }
        } catch (InterruptedException | IOException _) {
            // closed, and nobody listens any more
        }
    }

    private void write(Piece piece) {
        try (var _ = timer.after(LIMIT, stuck)) {
            piece.pipe().write(piece.bytes());
            piece.pipe().flush();
        } catch (IOException _) {
            // its channel was closed, or the root shell is gone, and all else with it: those who wait hear of that
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
