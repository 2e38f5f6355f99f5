package dev.lucid.sandbox;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The sandboxes that are open here. Whoever opens a session that is open already shares its sandbox, and the last one to
 * close it ends it. Safe for many threads.
 */
public final class OpenSandboxes implements AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(20);

    private final Map<SessionId, Shared> open = new ConcurrentHashMap<>();

    /** The session's sandbox; {@code made} makes it where nobody has opened it. That may last: only this session waits. */
    public Sandbox open(SandboxSpec spec, Supplier<? extends Sandbox> made) {
        while (true) {
            var shared = open.computeIfAbsent(spec.session(), Shared::new);
            var sandbox = shared.openOne(made);
            if (sandbox.isPresent()) {
                return new SandboxHandle(sandbox.get(), shared::closeOne);
            }
        }
    }

    /** Refuses to do something to a session that is open. */
    public void refuseIfOpen(SandboxSpec spec) {
        if (open.containsKey(spec.session())) {
            throw new IllegalStateException("Session " + spec.session() + " must be closed before it is discarded");
        }
    }

    /** Ends all sandboxes, at the same time. What takes too long goes on, and is not waited for. */
    @Override
    public void close() {
        var ending = open.values().stream()
                .map(shared -> Thread.ofVirtual().name("lucid-sandboxes-end").start(shared::end))
                .toList();
        try {
            var end = System.nanoTime() + ENDING.toNanos();
            for (var each : ending) {
                each.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.clear();
    }

    /** One session's sandbox, for all who have opened it. Whoever opens it while it ends waits, and gets another. */
    private final class Shared {
        private final SessionId session;
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Sandbox> sandbox = Optional.empty();
        private int handles;
        private boolean ended;

        Shared(SessionId session) {
            this.session = session;
        }

        /** None if it has ended. */
        Optional<Sandbox> openOne(Supplier<? extends Sandbox> made) {
            lock.lock();
            try {
                if (!ended && sandbox.isEmpty()) {
                    sandbox = Optional.of(made.get());
                }
                handles++;

                return ended ? Optional.empty() : sandbox;
            } finally {
                forgetIfUnused();
                lock.unlock();
            }
        }

        private void forgetIfUnused() {
            if (ended || sandbox.isEmpty()) {
                ended = true;
                open.remove(session, this);
            }
        }

        void closeOne() {
            lock.lock();
            try {
                handles--;
                if (handles == 0 && !ended) {
                    end();
                }
            } finally {
                lock.unlock();
            }
        }

        void end() {
            lock.lock();
            try {
                ended = true;
                sandbox.ifPresent(Sandbox::close);
            } finally {
                open.remove(session, this);
                lock.unlock();
            }
        }
    }
}
