package dev.lucid.application.turn;

import java.util.concurrent.Semaphore;

/**
 * How many chats may be worked on in this process at once. Who finds no place waits for one; the longest waiting is the first
 * to get it. Safe for many threads.
 */
public final class Places {
    private static final int NO_LIMIT = Integer.MAX_VALUE / 2;

    private final Semaphore free;

    public Places(int all) {
        if (all < 1) {
            throw new IllegalArgumentException("Nothing can be done without a place: " + all);
        }
        free = new Semaphore(all, true);
    }

    /** From now on nobody waits. */
    void open() {
        free.release(NO_LIMIT);
    }

    /** One chat's place, which it has or has not. For one thread at a time; closing it gives the place back. */
    final class Place implements AutoCloseable {
        private boolean taken;

        /** Waits for a place, unless it is had already. An interrupt does not end the wait; {@link #open} does. */
        void take() {
            if (!taken) {
                free.acquireUninterruptibly();
                taken = true;
            }
        }

        /** Gives it back, if it was had: somebody else works meanwhile. */
        void leave() {
            if (taken) {
                taken = false;
                free.release();
            }
        }

        @Override
        public void close() {
            leave();
        }
    }

    Place place() {
        return new Place();
    }
}
