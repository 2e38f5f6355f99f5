package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.StopSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many chats may be worked on in this process at once. Who finds no place waits for one. A free one goes to the user
 * who has the fewest, and among a user's chats to the longest waiting. Safe for many threads.
 */
public final class Places {
    private final Object lock = new Object();
    private final Map<UserId, Integer> held = new HashMap<>();
    private final Map<UserId, Deque<Place>> waiting = new LinkedHashMap<>();
    private int free;

    public Places(int all) {
        if (all < 1) {
            throw new IllegalArgumentException("Nothing can be done without a place: " + all);
        }
        free = all;
    }

    /** One chat's place, which it has or has not. For one thread at a time; closing it gives the place back. */
    final class Place implements AutoCloseable {
        private final UserId user;
        private final Semaphore bell = new Semaphore(0);
        private boolean taken;

        private Place(UserId user) {
            this.user = requireNonNull(user, "user");
        }

        /** Waits for a place, unless it is had already: that long, and until the signal or an interrupt. Says whether it is had. */
        boolean take(Duration most, StopSignal stop) {
            synchronized (lock) {
                if (taken) {
                    return true;
                }
                bell.drainPermits();
                waiting.computeIfAbsent(user, _ -> new ArrayDeque<>()).add(this);
                hand();
            }
            try (var _ = stop.whenRaised(bell::release)) {
                var _ = bell.tryAcquire(most.toMillis() + 1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }

            return had();
        }

        private boolean had() {
            synchronized (lock) {
                if (!taken) {
                    waiting.computeIfPresent(user, (_, queue) -> queue.remove(this) && queue.isEmpty() ? null : queue);
                }

                return taken;
            }
        }

        /** Gives it back if somebody waits who has fewer even with one more than this one's user with one less. */
        void share() {
            synchronized (lock) {
                if (waiting.keySet().stream().anyMatch(other -> held(other) + 1 < held(user))) {
                    leave();
                }
            }
        }

        /** Gives it back, if it was had: somebody else works meanwhile. */
        void leave() {
            synchronized (lock) {
                if (taken) {
                    taken = false;
                    held.computeIfPresent(user, (_, many) -> many == 1 ? null : many - 1);
                    free++;
                    hand();
                }
            }
        }

        @Override
        public void close() {
            leave();
        }
    }

    Place place(UserId user) {
        return new Place(user);
    }

    private int held(UserId user) {
        return held.getOrDefault(user, 0);
    }

    /** Hands out what is free. Whose turn it was, is the last among those who have as few. */
    private void hand() {
        while (free > 0 && !waiting.isEmpty()) {
            var user = waiting.keySet().stream()
                    .min(Comparator.comparingInt(this::held))
                    .orElseThrow();
            var queue = requireNonNull(waiting.remove(user));
            var next = queue.remove();
            if (!queue.isEmpty()) {
                waiting.put(user, queue);
            }
            free--;
            held.merge(user, 1, Integer::sum);
            next.taken = true;
            next.bell.release();
        }
    }
}
