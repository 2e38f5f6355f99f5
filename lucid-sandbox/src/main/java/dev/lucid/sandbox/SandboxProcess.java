package dev.lucid.sandbox;

import dev.lucid.sandbox.Execution.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A sandbox that runs: its root shell, and the channels into it. When its processes die, its channels do, and it is never
 * used again. Safe for many threads, but for {@link #openChannel}.
 */
public final class SandboxProcess implements AutoCloseable {
    /** All that runs in a sandbox, as whatever started it knows it. Safe for many threads. */
    public interface Root {
        /** Where the root shell hears: one line for each thing that it is to do. Whoever writes there fails once it is gone. */
        OutputStream control();

        /** Whether the root shell runs. */
        boolean isAlive();

        /** Completes when it runs no more. */
        CompletionStage<?> gone();

        /** Kills all that runs, and returns when it is gone, or after a while. */
        void kill();
    }

    private static final Logger LOG = System.getLogger(SandboxProcess.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long ANSWER_MILLIS = 10_000;

    private final Root root;
    private final Doors doors;
    private final Timer timer;
    private final Consumer<SandboxProcess> afterwards;
    private final PipeWriter writer;
    private final Map<Channel, Integer> workers = new ConcurrentHashMap<>();
    private final Set<Channel> opening = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object closing = new Object();

    /** A root shell that is ready to hear. {@code afterwards} is done once, when all of it is gone. */
    public SandboxProcess(Root root, Doors doors, Timer timer, Consumer<SandboxProcess> afterwards) {
        this.root = root;
        this.doors = doors;
        this.timer = timer;
        this.afterwards = afterwards;
        this.writer = new PipeWriter(root.control(), timer, this::giveUpSoon);
        var _ = root.gone().thenRunAsync(this::close, Thread::startVirtualThread);
    }

    boolean isAlive() {
        return !ended.get() && root.isAlive();
    }

    /** Whether there may be another channel, after so many. */
    boolean hasRoom() {
        return doors.hasPipes();
    }

    /** One more line into the sandbox. One thread at a time. */
    Channel openChannel() throws IOException, InterruptedException {
        var key = Tokens.next();
        var pipes = doors.show();
        var channel = new Channel(key, doors, pipes, writer, this::kill);
        opening.add(channel);
        try {
            say("open " + pipes.name() + " " + key);
            workers.put(channel, channel.workerOrFail(ANSWER_MILLIS));
            doors.hide(pipes);
        } catch (IOException | InterruptedException e) {
            drop(channel);
            throw e;
        } finally {
            opening.remove(channel);
        }
        if (ended.get()) {
            drop(channel);
            throw new IOException("it ended at once");
        }

        return channel;
    }

    /** A dead channel is not looked after any more. */
    void drop(Channel channel) {
        workers.remove(channel);
        channel.close();
    }

    /** Whether a command runs. */
    public boolean isBusy() {
        return workers.keySet().stream().anyMatch(channel -> channel.execution() != null);
    }

    /** Its channels, each with its worker's process id in the sandbox, as they are now. */
    public Map<Channel, Integer> workers() {
        return Map.copyOf(workers);
    }

    /** Kills a process group, and says of a command that runs in it why. */
    public void punish(int group, Cause cause) {
        var culprit = workers.keySet().stream()
                .map(Channel::execution)
                .filter(execution -> execution != null && execution.group() == group)
                .findFirst();
        if (culprit.isPresent()) {
            end(culprit.get(), cause);
        } else {
            kill(group);
        }
    }

    /** Kills a command; if that does not end it in time, the whole sandbox. */
    void end(Execution execution, Cause cause) {
        if (execution.end(cause)) {
            timer.after(GRACE, () -> {
                if (!execution.ended()) {
                    giveUpSoon();
                }
            });
        }
    }

    /** Kills all there is, for that reason. */
    public void endAll(Cause cause) {
        for (var channel : workers.keySet()) {
            var execution = channel.execution();
            if (execution != null) {
                execution.end(cause);
            }
        }
        close();
    }

    private void kill(int group) {
        say("kill " + group);
    }

    private void say(String line) {
        writer.say((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** For threads that must not wait. */
    private void giveUpSoon() {
        Thread.ofVirtual().name("lucid-sandbox-end").start(this::giveUp);
    }

    /** Closes what nobody is there for to hear how it ends. */
    void giveUp() {
        try {
            close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A sandbox that was given up did not end as it should", e);
        }
    }

    /** Kills all its processes, and returns when they are gone. */
    @Override
    public void close() {
        synchronized (closing) {
            if (ended.compareAndSet(false, true)) {
                try {
                    root.kill();
                } finally {
                    opening.forEach(Channel::close);
                    workers.keySet().forEach(this::drop);
                    writer.close();
                    afterwards.accept(this);
                }
            }
        }
    }
}
