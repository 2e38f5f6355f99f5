package dev.lucid.docker;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.Timer;
import dev.lucid.sandbox.WaitingWorkspaces;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Containers that wait for sessions, each made with the id of a session that nobody has yet; who begins a session takes it.
 * What is taken is made again behind, one at a time, on a thread of its own, and after a pause where that fails. Closing it
 * ends them all. Safe for many threads.
 */
final class WarmPool implements ReadySessions, AutoCloseable {
    /** Makes a container, and may take its time. */
    interface Maker {
        WarmContainer make() throws IOException;
    }

    private static final Logger LOG = System.getLogger(WarmPool.class.getName());
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Who has lived so long does not die at once. */
    private static final Duration PROOF = Duration.ofMinutes(1);

    private static final Duration ENDING = Duration.ofSeconds(5);

    /** One whose session was given to a user, and is not open yet. */
    private record Given(WarmContainer container, UserId user, Timer.Pending expiry) {}

    private final PoolConfig config;
    private final Maker maker;
    private final WaitingWorkspaces workspaces;
    private final Timer timer;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("lucid-sandbox-pool").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<WarmContainer> ready = new ArrayDeque<>();
    private final Map<SessionId, Given> given = new LinkedHashMap<>();
    private Duration pause = SHORTEST_PAUSE;
    private boolean resting;
    private boolean closed;

    WarmPool(PoolConfig config, Maker maker, WaitingWorkspaces workspaces, Timer timer) {
        this.config = config;
        this.maker = maker;
        this.workspaces = workspaces;
        this.timer = timer;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins to make what is missing. */
    void begin() {
        if (config.size() > 0) {
            thread.execute(this::refill);
        }
    }

    @Override
    public Optional<SessionId> take(UserId user) {
        var taken = locked(() -> next(user));
        begin();
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try {
            workspaces.give(taken.get().place(), user);

            return Optional.of(taken.get().place().session());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A sandbox that was ready could not be given to its session", e);
            removed(taken.get().place().session()).ifPresent(one -> endBehind(() -> end(one.container())));

            return Optional.empty();
        }
    }

    /** The dead are left to whoever mourns them. */
    private Optional<WarmContainer> next(UserId user) {
        var next = ready.stream().filter(one -> !closed && one.isAlive()).findFirst();
        next.ifPresent(container -> {
            makeRoom();
            ready.remove(container);
            var session = container.place().session();
            var expiry = timer.after(config.patience(), () -> endBehind(() -> takeBack(session)));
            given.put(session, new Given(container, user, expiry));
        });

        return next;
    }

    /**
     * As many as there are places may be given and not opened. Where there are, the oldest ends of whoever has most, and its
     * session starts another when it begins.
     */
    private void makeRoom() {
        if (given.size() < config.size()) {
            return;
        }
        var shares = given.values().stream().collect(groupingBy(Given::user, counting()));
        long most = Collections.max(shares.values());
        var oldest = given.entrySet().stream()
                .filter(each -> shares.getOrDefault(each.getValue().user(), 0L) == most)
                .findFirst()
                .orElseThrow();
        removed(oldest.getKey()).ifPresent(one -> endBehind(() -> end(one)));
    }

    private static void endBehind(Runnable ending) {
        Thread.ofVirtual().name("lucid-sandbox-pool-end").start(ending);
    }

    /** The container of a session that is opened now, if it was given to it. It is the session's own from now on. */
    Optional<WarmContainer> open(SandboxSpec spec) {
        return removed(spec.session()).map(Given::container);
    }

    /** Ends the container of a session that is never opened. Its folders are the session's. */
    void forget(SessionId session) {
        removed(session).ifPresent(one -> one.container().close());
    }

    private Optional<Given> removed(SessionId session) {
        return locked(() -> {
            var removed = Optional.ofNullable(given.remove(session));
            removed.ifPresent(one -> one.expiry().close());

            return removed;
        });
    }

    private void takeBack(SessionId session) {
        removed(session).ifPresent(this::end);
    }

    private void refill() {
        while (locked(() -> !closed && !resting && ready.size() < config.size())) {
            try {
                var made = maker.make();
                if (!isKept(made)) {
                    end(made);
                }
            } catch (PortFailure.Interrupted _) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                // Nobody else would hear of an error here, and nothing would be made any more.
                LOG.log(Level.WARNING, "No sandbox can be made ready now; it is tried again later", e);
                rest();
            }
        }
    }

    private boolean isKept(WarmContainer made) {
        boolean kept = locked(() -> !closed && ready.add(made));
        timer.after(PROOF, () -> {
            if (made.isAlive()) {
                locked(() -> pause = SHORTEST_PAUSE);
            }
        });
        var _ = made.container().root().gone().thenRunAsync(() -> mourn(made), Thread::startVirtualThread);

        return kept;
    }

    /** One that has died while it waited, however that came, is made again, but not at once: it might die at once. */
    private void mourn(WarmContainer dead) {
        if (locked(() -> ready.remove(dead))) {
            rest();
            end(dead);
        } else {
            removed(dead.place().session());
        }
    }

    private void rest() {
        locked(() -> {
            if (!resting && !closed) {
                resting = true;
                var _ = thread.schedule(this::goOn, pause.toMillis(), TimeUnit.MILLISECONDS);
                var longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            }
            return resting;
        });
    }

    private void goOn() {
        locked(() -> resting = false);
        refill();
    }

    /** Ends one that waits. */
    private void end(WarmContainer container) {
        try {
            try {
                container.close();
            } finally {
                workspaces.discard(container.place());
            }
        } catch (IOException | PortFailure e) {
            LOG.log(Level.DEBUG, "What has waited for a session could not be removed; a sweep tries again", e);
        }
    }

    /** Ends one that was given to a session that is not open. Its folders stay: it may be opened at this moment. */
    private void end(Given one) {
        try {
            one.container().close();
        } catch (PortFailure e) {
            LOG.log(Level.DEBUG, "What was given to a session that never began could not be removed", e);
        }
    }

    /** Ends all of them at the same time; what takes too long goes on, and is not waited for. */
    @Override
    public void close() {
        var endings = locked(() -> {
            closed = true;
            List<Runnable> all = new ArrayList<>();
            ready.forEach(one -> all.add(() -> end(one)));
            given.values().forEach(one -> all.add(() -> end(one)));
            ready.clear();
            given.clear();

            return all;
        });
        thread.shutdown();
        var ending = endings.stream()
                .map(each -> Thread.ofVirtual().name("lucid-sandbox-pool-end").start(each))
                .toList();
        try {
            var end = System.nanoTime() + ENDING.toNanos();
            for (var each : ending) {
                each.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
            thread.awaitTermination(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
