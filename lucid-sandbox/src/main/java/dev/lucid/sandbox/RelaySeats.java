package dev.lucid.sandbox;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who converses through sockets: each session, each user and all together have so many seats. The last quarter of all is for
 * users who hold few, so that not even a handful of users keeps everybody else out. Safe for many threads.
 */
public final class RelaySeats {
    private static final int KEPT = 4; // of so many seats one
    private static final int FEW = 16; // of so many that a user may hold one

    private final Most most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();

    /** By session, and by user. */
    private final Map<Object, Integer> taken = new HashMap<>();

    private int all;

    /**
     * How many there are.
     *
     * @param ofSession in one session
     * @param ofUser in all sessions of one user
     * @param ofAll in all sessions there are
     * @param patience how long one waits for another's seat
     */
    public record Most(int ofSession, int ofUser, int ofAll, Duration patience) {
        public Most {
            requireNonNull(patience, "patience");
            if (ofSession < 1 || ofUser < ofSession || ofAll < ofUser) {
                throw new IllegalArgumentException("A user's share holds a session's, and that of all a user's");
            }
        }
    }

    /** All of them free. */
    public RelaySeats(Most most) {
        this.most = requireNonNull(most, "most");
    }

    /** Waits a while for a seat, and says whether there was one. An interrupt ends the wait, and is kept. */
    public boolean take(SandboxSpec session) {
        long left = most.patience().toNanos();
        lock.lock();
        try {
            while (!hasOneFor(session)) {
                if (left <= 0) {
                    return false;
                }
                left = given.awaitNanos(left);
            }
            count(session, 1);

            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();

            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasOneFor(SandboxSpec session) {
        int ofUser = taken.getOrDefault(session.user(), 0);
        int few = Math.max(1, most.ofUser() / FEW);

        return taken.getOrDefault(session, 0) < most.ofSession()
                && ofUser < most.ofUser()
                && all < (ofUser < few ? most.ofAll() : most.ofAll() - most.ofAll() / KEPT);
    }

    private void count(SandboxSpec session, int more) {
        all += more;
        taken.merge(session, more, RelaySeats::sum);
        taken.merge(session.user(), more, RelaySeats::sum);
    }

    /** Nothing is remembered of whoever has none. */
    private static @Nullable Integer sum(Integer one, Integer other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }

    /** Gives one back. */
    public void give(SandboxSpec session) {
        lock.lock();
        try {
            count(session, -1);
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
