package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

/** Why a turn ended. Grows in minor versions: outside Lucid, keep a {@code default}. */
public sealed interface StopReason {
    /** The agent said that it is done; {@code summary} is its last word, may be empty. */
    record Finished(String summary) implements StopReason {
        public Finished {
            requireNonNull(summary, "summary");
        }
    }

    /** A person stopped it. */
    record Stopped() implements StopReason {}

    /** It used up what it was given. */
    record LimitReached(Limit limit) implements StopReason {
        public LimitReached {
            requireNonNull(limit, "limit");
        }
    }

    /** The limits a turn has. Grows in minor versions. */
    enum Limit {
        ITERATIONS,
        TIME,
        TOKENS,
        MONEY
    }

    /** The agent went round in circles, reminders notwithstanding. */
    record Stuck(String pattern) implements StopReason {
        public Stuck {
            requireNonNull(pattern, "pattern");
        }
    }

    /** It could not go on; {@code message} tells a person why and what to do. */
    record Failed(String message) implements StopReason {
        public Failed {
            requireNonNull(message, "message");
        }
    }
}
