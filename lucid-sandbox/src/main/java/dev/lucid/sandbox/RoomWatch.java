package dev.lucid.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Looks how much room workspaces take up while commands run in them, and tells of one that is over the limit and still
 * grows: it may shrink, so whoever only removes files is left alone. What grows faster than it looks may take up more for a
 * moment, and what lies where this program may not look is not counted: this saves a disk from accidents, not from malice. It
 * looks for a fiftieth of the time at most, so the more there is to measure, the less often it does. One thread, until it is
 * closed. Safe for many threads.
 */
public final class RoomWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration MEASURING = Duration.ofSeconds(30);
    private static final int USUAL_REST = 49;
    private static final long KIB = 1024;
    /** So much may come of a command that makes room. */
    private static final long TOLERANCE = 16L << 20;

    private final long limit;
    private final long pauseNanos;
    private final int rest;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final Map<Path, Long> over = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Thread thread;

    /** A command at work in a workspace, which may take up so much. */
    private static final class Watched {
        private final Path workspace;
        private final long most;
        private final Runnable tell;

        Watched(Path workspace, long most, Runnable tell) {
            this.workspace = workspace;
            this.most = most;
            this.tell = tell;
        }
    }

    /** What ends the watching of one command. */
    public interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code limit} is in bytes; 0 for none. */
    public RoomWatch(long limit) {
        this(limit, PAUSE, USUAL_REST);
    }

    /** Looks with that pause between at least, and so many times as long as it took. */
    RoomWatch(long limit, Duration pause, int rest) {
        this.limit = limit;
        this.rest = rest;
        this.pauseNanos = pause.toNanos();
        this.thread = Thread.ofPlatform().name("lucid-sandbox-room").daemon().unstarted(this::watch);
        if (limit > 0) {
            thread.start();
        }
    }

    /** A command begins; {@code tell} is called if its workspace grows over the limit, and must be short. */
    Watching begin(Path workspace, Runnable tell) {
        if (limit <= 0) {
            return () -> {};
        }
        var before = over.get(workspace);
        var command = new Watched(workspace, before == null ? limit : before + TOLERANCE, tell);
        watched.add(command);
        lock.lock();
        try {
            wake.signal();
        } finally {
            lock.unlock();
        }

        return () -> watched.remove(command);
    }

    /** What whoever is over the limit is told. */
    String words() {
        return "Killed: the workspace is over its limit of " + (limit >> 20)
                + " MB. Remove what is not needed, and go on.";
    }

    private void watch() {
        try {
            while (true) {
                awaitCommands();
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
                var began = System.nanoTime();
                for (var workspace :
                        watched.stream().map(command -> command.workspace).collect(Collectors.toSet())) {
                    look(workspace);
                }
                TimeUnit.NANOSECONDS.sleep((System.nanoTime() - began) * rest - pauseNanos);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void awaitCommands() throws InterruptedException {
        lock.lock();
        try {
            while (watched.isEmpty()) {
                wake.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void look(Path workspace) throws InterruptedException {
        var size = size(workspace);
        if (size.isEmpty()) {
            return;
        }
        var now = size.getAsLong();
        if (now <= limit) {
            over.remove(workspace);
            return;
        }
        over.put(workspace, now);
        watched.stream()
                .filter(command -> command.workspace.equals(workspace))
                .filter(command -> now > command.most)
                .forEach(command -> command.tell.run());
    }

    /** In bytes, as far as it can be told in time. Blocks count, and not how long files say they are. */
    static OptionalLong size(Path folder) throws InterruptedException {
        try {
            var process = new ProcessBuilder("du", "-skx", "--", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(MEASURING.toSeconds(), TimeUnit.SECONDS)) {
                    return OptionalLong.empty();
                }
                var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                var number = said.replaceFirst("(?s)\\D.*", "");

                return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number) * KIB);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
