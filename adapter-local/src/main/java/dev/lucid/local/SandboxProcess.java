package dev.lucid.local;

import dev.lucid.local.Execution.Cause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A sandbox that runs: its root shell, and the channels into it. When its processes die, its channels do, and it is never
 * used again. Safe for many threads, but for {@link #openChannel}.
 */
final class SandboxProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long ANSWER_MILLIS = 10_000;

    private final Process process;
    private final Doors doors;
    private final Population population;
    private final Timer timer;
    private final Consumer<SandboxProcess> afterwards;
    private final OutputStream control;
    private final Map<Channel, Integer> workers = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object closing = new Object();

    /** A root shell that is ready to hear. {@code afterwards} is done once, when all of it is gone. */
    SandboxProcess(
            Process process, Doors doors, Population population, Timer timer, Consumer<SandboxProcess> afterwards) {
        this.process = process;
        this.doors = doors;
        this.population = population;
        this.timer = timer;
        this.afterwards = afterwards;
        this.control = process.getOutputStream();
        var _ = process.onExit().thenRunAsync(this::close, Thread::startVirtualThread);
    }

    /** Waits for the line that the launcher writes when the pipes are made. */
    static void awaitPipes(Process process, Timer timer) throws IOException {
        try (var _ = timer.after(Duration.ofMillis(ANSWER_MILLIS), process::destroyForcibly);
                var said =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"ready".equals(said.readLine())) {
                throw new IOException("it ended at once");
            }
        }
    }

    boolean isAlive() {
        return !ended.get() && process.isAlive();
    }

    /** Whether there may be another channel, after so many. */
    boolean hasRoom() {
        return doors.hasPipes();
    }

    /** One more line into the sandbox. One thread at a time. */
    Channel openChannel() throws IOException, InterruptedException {
        var key = Tokens.next();
        var pipes = doors.show();
        var channel = new Channel(key, doors, pipes, this::kill);
        try {
            say("open " + pipes.name() + " " + key);
            workers.put(channel, channel.workerOrFail(ANSWER_MILLIS));
            doors.hide(pipes);
        } catch (IOException | InterruptedException e) {
            drop(channel);
            throw e;
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

    long memory(List<ProcessTable.Entry> entries) {
        return population.memory(entries);
    }

    /** Whether a command runs. */
    boolean isBusy() {
        return workers.keySet().stream().anyMatch(channel -> channel.execution() != null);
    }

    /** Its processes; channels whose worker is not among them are closed. */
    List<ProcessTable.Entry> look() throws IOException {
        var before = Map.copyOf(workers); // a channel that opens meanwhile may have a worker that was not seen
        var entries = population.entries();
        before.forEach((channel, worker) -> {
            if (entries.stream().noneMatch(entry -> entry.id() == worker)) {
                channel.close();
            }
        });

        return entries;
    }

    /** Whether a process group is the sandbox's own shells, or none that can be killed. */
    boolean isOwnGroup(int group, List<ProcessTable.Entry> entries) {
        return group <= 1
                || entries.stream().anyMatch(entry -> entry.group() == group && workers.containsValue(entry.id()));
    }

    /** Kills a process group, and says of a command that runs in it why. */
    void punish(int group, Cause cause) {
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
                    close();
                }
            });
        }
    }

    /** Kills all there is, for that reason. */
    void endAll(Cause cause) {
        for (var channel : workers.keySet()) {
            var execution = channel.execution();
            if (execution != null) {
                execution.end(cause);
            }
        }
        close();
    }

    private void kill(int group) {
        try {
            say("kill " + group);
        } catch (IOException _) {
            // then the root shell is gone, and all else with it
        }
    }

    private void say(String line) throws IOException {
        synchronized (control) {
            control.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            control.flush();
        }
    }

    /** Kills all its processes, and returns when they are gone. */
    @Override
    public void close() {
        synchronized (closing) {
            if (ended.compareAndSet(false, true)) {
                try {
                    population.kill();
                } finally {
                    workers.keySet().forEach(this::drop);
                    closeControl();
                    afterwards.accept(this);
                }
            }
        }
    }

    private void closeControl() {
        try {
            control.close();
        } catch (IOException _) {
            // nobody listens any more
        }
    }
}
