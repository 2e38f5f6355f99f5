package dev.lucid.sandbox;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks how much room workspaces take up while commands run in them, and tells of one that is over the limit and still
 * grows: whoever only removes files is left alone, and so is whoever comes to a workspace that was too large already when
 * this program first looked. What grows faster than it looks may take up more for a moment, and what lies where this program
 * may not look is not counted: this saves a disk from accidents, not from malice. It looks at one workspace at a time, and at
 * each for a fiftieth of the time at most, so the more there is to measure, the less often it does. What can't be measured
 * has no limit until it can; that is tried more and more seldom. One thread, until it is closed. Safe for many threads.
 */
public final class RoomWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RoomWatch.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration MEASURING = Duration.ofSeconds(30);
    private static final int USUAL_REST = 49;
    private static final int MOST_DOUBLINGS = 2;
    private static final int REMEMBERED = 10_000;
    private static final long KIB = 1024;
    /** So much may come of a command that makes room. */
    private static final long TOLERANCE = 16L << 20;

    private final long limit;
    private final long pauseNanos;
    private final int rest;
    private final Measure measure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Set<Watched> watched = new HashSet<>();
    private final Map<Path, Room> rooms = new LinkedHashMap<>();
    private final Thread thread;

    /** Tells how much a folder takes up, in bytes; empty if that can't be told, or not in time. */
    @FunctionalInterface
    interface Measure {
        OptionalLong size(Path folder) throws InterruptedException;
    }

    /** What is known of a workspace, and when it is looked at next. Guarded by the lock. */
    private static final class Room {
        private OptionalLong size = OptionalLong.empty();
        private long due;
        private int failures;

        Room(long due) {
            this.due = due;
        }
    }

    /** A command at work in a workspace, which may take up so much, once that is known. Guarded by the lock. */
    private static final class Watched {
        private final Path workspace;
        private final Runnable tell;
        private OptionalLong most;

        Watched(Path workspace, Runnable tell, OptionalLong most) {
            this.workspace = workspace;
            this.tell = tell;
            this.most = most;
        }
    }

    /** What ends the watching of one command. */
    public interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code limit} is in bytes; 0 for none. */
    public RoomWatch(long limit) {
        this(limit, PAUSE, USUAL_REST, RoomWatch::size);
    }

    /** Looks at each with that pause between at least, and so many times as long as it took. */
    RoomWatch(long limit, Duration pause, int rest, Measure measure) {
        this.limit = limit;
        this.rest = rest;
        this.measure = requireNonNull(measure, "measure");
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
        boolean empty = isEmpty(workspace);
        lock.lock();
        try {
            var size = empty ? OptionalLong.of(0) : room(workspace).size;
            var most = size.isEmpty() ? size : OptionalLong.of(mostAfter(size.getAsLong()));
            var command = new Watched(workspace, tell, most);
            watched.add(command);
            wake.signal();

            return () -> end(command);
        } finally {
            lock.unlock();
        }
    }

    /** Then all that will be in it is the commands'. */
    private static boolean isEmpty(Path workspace) {
        try (var entries = Files.newDirectoryStream(workspace)) {
            return !entries.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException _) {
            return false;
        }
    }

    private void end(Watched command) {
        lock.lock();
        try {
            watched.remove(command);
        } finally {
            lock.unlock();
        }
    }

    /** How large a workspace may become that was so large when a command came to it. */
    private long mostAfter(long before) {
        return before <= limit ? limit : before + TOLERANCE;
    }

    private Room room(Path workspace) {
        if (!rooms.containsKey(workspace) && rooms.size() >= REMEMBERED) {
            rooms.remove(rooms.keySet().iterator().next());
        }

        return rooms.computeIfAbsent(workspace, _ -> new Room(System.nanoTime() + pauseNanos));
    }

    /** What whoever is over the limit is told. */
    String words() {
        return "Killed: the workspace is over its limit of " + (limit >> 20)
                + " MB. Remove what is not needed, and go on.";
    }

    private void watch() {
        try {
            while (true) {
                look(next());
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Waits for it. */
    private Path next() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                var first = watched.stream()
                        .map(command -> command.workspace)
                        .min(Comparator.comparingLong(this::nanosLeft));
                if (first.isEmpty()) {
                    wake.await();
                } else if (nanosLeft(first.get()) <= 0) {
                    return first.get();
                } else {
                    var _ = wake.awaitNanos(nanosLeft(first.get()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private long nanosLeft(Path workspace) {
        return room(workspace).due - System.nanoTime();
    }

    @SuppressWarnings("IllegalCatch") // a fault with one workspace must not leave all others without a limit
    private void look(Path workspace) throws InterruptedException {
        var began = System.nanoTime();
        var size = OptionalLong.empty();
        try {
            size = measure.size(workspace);
            measured(workspace, size).forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A fault while looking how large " + workspace + " is", e);
        }
        rest(workspace, size.isPresent(), System.nanoTime() - began);
    }

    /** Those who are to be told. */
    private List<Runnable> measured(Path workspace, OptionalLong size) {
        if (size.isEmpty()) {
            return List.of();
        }
        var now = size.getAsLong();
        lock.lock();
        try {
            room(workspace).size = size;
            var here = watched.stream()
                    .filter(command -> command.workspace.equals(workspace))
                    .toList();
            here.stream()
                    .filter(command -> command.most.isEmpty())
                    .forEach(command -> command.most = OptionalLong.of(mostAfter(now)));

            return here.stream()
                    .filter(command -> now > command.most.orElse(limit))
                    .map(command -> command.tell)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void rest(Path workspace, boolean measured, long took) {
        lock.lock();
        try {
            var room = room(workspace);
            room.failures = measured ? 0 : room.failures + 1;
            var pause = Math.max(pauseNanos, took * rest) << Math.clamp(room.failures - 1L, 0, MOST_DOUBLINGS);
            room.due = System.nanoTime() + pause;
            if (room.failures > 0) {
                LOG.log(
                        Level.WARNING,
                        "How large {0} is could not be told after {1} ms, so it has no limit now; tried again in {2} s",
                        workspace,
                        TimeUnit.NANOSECONDS.toMillis(took),
                        TimeUnit.NANOSECONDS.toSeconds(pause));
            }
        } finally {
            lock.unlock();
        }
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
