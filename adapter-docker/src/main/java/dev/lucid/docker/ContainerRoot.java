package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.SandboxProcess;
import dev.lucid.sandbox.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The root shell of a container. It lives as long as both ends want: when this program dies, so does the shell, since
 * nobody holds its pipe any more, and with it the container; and when the shell dies, that is heard here at once, with no
 * help of the engine's. Safe for many threads.
 */
final class ContainerRoot implements SandboxProcess.Root, Freezing.Sleeper {
    private static final Logger LOG = System.getLogger(ContainerRoot.class.getName());
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** How long the engine is given before the shells are left to end by themselves. */
    private static final Duration ENGINE_FIRST = Duration.ofSeconds(1);

    private static final Duration GONE = Duration.ofSeconds(5);
    private static final Duration REMOVAL = Duration.ofSeconds(3);
    private static final int LONGEST_ANSWER = 200;

    private final DockerEngine engine;
    private final String container;
    private final OutputStream control;
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    /** Starts a container that was made, and waits until its shell is there: for a thread that it may hold meanwhile. */
    static ContainerRoot start(DockerEngine engine, String container, Rooms rooms, Timer timer, String what)
            throws IOException {
        // Also for reading, so that opening it never waits; closing it wakes who writes to it.
        var control = FileChannel.open(rooms.control(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean started = false;
        try {
            var root = new ContainerRoot(engine, container, Channels.newOutputStream(control));
            // Open for both, so that neither opening it nor reading from it ends before the shell is there.
            try (var waiting = FileChannel.open(rooms.answer(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                engine.start(container, what);
                new EarlyEnd(engine, container, waiting, timer).look();
                var said = firstLine(waiting, timer);
                if (said.isEmpty()) {
                    throw new IOException(engine.whySilent(container)
                            .orElseThrow(() -> new PortFailure.Transient(
                                    "The container of " + what + " ended while it was starting")));
                }
                if (!said.equals("ready")) {
                    throw new IOException(said);
                }
                root.listen(FileChannel.open(rooms.answer(), StandardOpenOption.READ));
            }
            rooms.hide();
            started = true;

            return root;
        } finally {
            if (!started) {
                control.close();
            }
        }
    }

    private ContainerRoot(DockerEngine engine, String container, OutputStream control) {
        this.engine = engine;
        this.container = container;
        this.control = control;
    }

    /** Ends the waiting for a container that has ended before it said a word, which nobody hears. */
    private record EarlyEnd(DockerEngine engine, String container, FileChannel waiting, Timer timer) {
        private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

        void look() {
            timer.after(BETWEEN_LOOKS, () -> {
                if (waiting.isOpen()) {
                    Thread.startVirtualThread(this::endIfEnded);
                }
            });
        }

        private void endIfEnded() {
            try {
                if (!engine.runs(container)) {
                    closeQuietly(waiting);
                }
            } catch (PortFailure _) {
                // the engine is away, and the container may be well
            }
            look();
        }
    }

    private static String firstLine(FileChannel channel, Timer timer) throws IOException {
        var line = new ByteArrayOutputStream();
        var one = ByteBuffer.allocate(1);
        try (var _ = timer.after(ANSWER, () -> closeQuietly(channel))) {
            while (line.size() < LONGEST_ANSWER && channel.read(one.clear()) > 0 && one.get(0) != '\n') {
                line.write(one.get(0));
            }
        } catch (java.nio.channels.ClosedChannelException _) {
            return "";
        }

        return line.toString(StandardCharsets.UTF_8);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // it was only read from
        }
    }

    /** Reads what nobody writes, until nobody is left who could. */
    private void listen(FileChannel channel) {
        Thread.ofPlatform().name("lucid-sandbox-listener").daemon().start(() -> {
            try (channel) {
                var nothing = ByteBuffer.allocate(LONGEST_ANSWER);
                while (channel.read(nothing.clear()) >= 0) {
                    // only its end counts
                }
            } catch (IOException _) {
                // then it counts as gone
            } finally {
                gone.complete(true);
            }
        });
    }

    @Override
    public OutputStream control() {
        return control;
    }

    @Override
    public boolean isAlive() {
        return !gone.isDone();
    }

    @Override
    public CompletionStage<?> gone() {
        return gone;
    }

    /**
     * The engine is told, on a thread of its own: one that does not answer must not keep anybody waiting for long. Where it is
     * away, the shells end since nobody talks to them any more, and a sweep removes the rest.
     */
    @Override
    public void kill() {
        var removal = CompletableFuture.runAsync(() -> engine.remove(container), Thread::startVirtualThread);
        awaitUpTo(ENGINE_FIRST, gone);
        closeControl();
        if (!awaitUpTo(GONE, gone)) {
            throw new PortFailure.Transient("The processes of the container " + container + " do not end");
        }
        if (!awaitUpTo(REMOVAL, removal)) {
            LOG.log(
                    Level.WARNING,
                    "A sandbox's container is not removed yet, as the engine does not answer; a later sweep looks after it");
        } else if (removal.isCompletedExceptionally()) {
            reportOrFail(removal.exceptionNow());
        }
    }

    private static void reportOrFail(Throwable failure) {
        if (!(failure instanceof PortFailure.Transient) && failure instanceof RuntimeException e) {
            throw e;
        }
        LOG.log(Level.WARNING, "A sandbox's container could not be removed; a later sweep tries again", failure);
    }

    private void closeControl() {
        try {
            control.close();
        } catch (IOException _) {
            // nobody listens any more
        }
    }

    /** Says whether it is done; an interrupt ends the waiting, and stays. */
    private static boolean awaitUpTo(Duration most, CompletableFuture<?> what) {
        try {
            what.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException _) {
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Freezes or wakes all that runs. */
    @Override
    public void freeze(boolean frozen) {
        if (frozen) {
            engine.pause(container);
        } else {
            engine.unpause(container);
        }
    }
}
