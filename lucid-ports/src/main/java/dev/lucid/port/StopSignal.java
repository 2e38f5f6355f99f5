package dev.lucid.port;

/**
 * Tells work that is under way to end at once. Raised at most once and never lowered. Safe for many threads.
 */
public interface StopSignal {
    /** Whether the work is to end. */
    boolean raised();

    /**
     * Calls {@code action} once when the signal is raised, at once if it already is, on the raising thread: so it must be
     * short and must not fail. Closing the result takes the action back.
     */
    Registration whenRaised(Runnable action);

    /** A stop that never comes: for work that ends by itself, or by a limit of its own. */
    static StopSignal never() {
        return new NeverRaised();
    }

    /** An action that can be taken back. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
