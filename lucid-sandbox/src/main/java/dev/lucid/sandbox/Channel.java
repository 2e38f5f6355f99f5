package dev.lucid.sandbox;

import dev.lucid.domain.workspace.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A line into a sandbox, over which one command at a time is run. A thread of its own reads all that comes out of it, also
 * between commands, so nothing that was left running ever waits for a reader. Both pipes are opened here for reading and
 * writing, so opening them never waits. Once the worker is there, its end alone keeps the reading going: it is heard when
 * the worker dies, and all that it has left behind.
 */
public final class Channel implements AutoCloseable {
    static final char WORKER_IS_THERE = 'H';
    static final char STARTED = 'S';
    static final char ENDED = 'E';
    static final char GROUP_KILLED = 'K';

    private static final int BUFFER = 16 * 1024;

    private final String key;
    private final Doors doors;
    private final IntConsumer kill;
    private final PipeWriter writer;
    private final OutputStream in;
    private final Doors.Pipes pipes;
    private volatile FileChannel out;
    private final CompletableFuture<Integer> worker = new CompletableFuture<>();
    private final AtomicReference<@Nullable Execution> current = new AtomicReference<>();
    private volatile String nonce = "";
    private volatile boolean dead;
    private String script = "";
    private int serial;

    /** Over these two pipes; {@code key} is what only the worker knows, {@code kill} kills a process group. */
    Channel(String key, Doors doors, Doors.Pipes pipes, PipeWriter writer, IntConsumer kill) throws IOException {
        this.key = key;
        this.doors = doors;
        this.kill = kill;
        this.pipes = pipes;
        this.writer = writer;
        this.in = PipeWriter.open(pipes.in());
        try {
            this.out = FileChannel.open(pipes.out(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            this.in.close();
            throw e;
        }
        Thread.ofPlatform().name("lucid-sandbox-reader").daemon().start(this::readAll);
    }

    /** Waits until the sandbox's end is there, and gives its process id in there; fails if it isn't in time. */
    int workerOrFail(long millis) throws IOException, InterruptedException {
        try {
            return worker.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("the shell in it did not answer", e);
        }
    }

    boolean isDead() {
        return dead;
    }

    /** The command that runs right now. */
    @Nullable
    Execution execution() {
        return current.get();
    }

    /** Makes room for the channel's next command; {@link #finish} ends it. One at a time. */
    Execution begin() {
        var execution = new Execution(kill);
        current.set(execution);
        if (dead) {
            execution.silence();
        }

        return execution;
    }

    /** What comes from now on is nobody's. */
    void finish() {
        current.set(null);
        if (!script.isEmpty()) {
            doors.forget(script);
        }
        script = "";
    }

    /** Hands a command to the shell that waits, soon. */
    void tell(Command command) throws IOException {
        nonce = Tokens.next();
        serial++;
        byte[] program = ShellProgram.inline(command, nonce, serial);
        if (program.length > ShellProgram.MAX_INLINE) {
            var shown = doors.script(nonce, ShellProgram.bytes(command));
            program = ShellProgram.fromFile(command, nonce, serial, shown);
            script = command.background() ? "" : nonce;
        }
        writer.write(in, program);
    }

    /** Tells the worker that the end was heard: it kills what is left of the group, answers, and takes a new shell. */
    void acknowledge(int group) {
        writer.write(in, ("\n" + key + (group > 0 ? " " + group : "") + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void readAll() {
        var scanner = new FrameScanner(new Reader());
        var buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (out.read(buffer.clear()) >= 0) {
                scanner.accept(buffer.array(), buffer.position());
            }
        } catch (IOException _) {
            // closed by us
        } finally {
            silence();
        }
    }

    /** Our own end for writing is closed: then the reading ends with the worker's. */
    private void hearItsEnd() throws IOException {
        synchronized (worker) {
            var before = out;
            if (!dead) {
                out = FileChannel.open(pipes.out(), StandardOpenOption.READ); // does not wait: there is a writer, us
            }
            before.close();
        }
    }

    private void silence() {
        dead = true;
        worker.completeExceptionally(new IOException("closed"));
        var execution = current.get();
        if (execution != null) {
            execution.silence();
        }
    }

    @Override
    public void close() {
        try (in) {
            synchronized (worker) {
                dead = true;
                out.close();
            }
        } catch (IOException _) {
            // a pipe of ours: there is nothing to be lost
        }
    }

    private final class Reader implements FrameScanner.Listener {
        @Override
        public void output(byte[] bytes) {
            var execution = current.get();
            if (execution != null) {
                try {
                    execution.output(bytes);
                } catch (InterruptedException _) {
                    close();
                }
            }
        }

        @Override
        public void frame(char kind, int number) {
            var execution = current.get();
            if (kind == WORKER_IS_THERE) {
                workerIsThere(number);
            } else if (execution != null) {
                execution.frame(kind, number);
            } else if (kind == ENDED) {
                acknowledge(0); // the shell that waited was killed, and nobody waits for its end
            }
        }

        @Override
        public boolean knows(String token) {
            return token.equals(key) || token.equals(nonce);
        }

        private void workerIsThere(int number) {
            try {
                hearItsEnd();
                worker.complete(number);
            } catch (IOException _) {
                close();
            }
        }
    }
}
