package dev.lucid.domain.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a model gave no usable reply. {@code message} is for people and free of secrets; {@code retryAfter} is the
 * provider's own wish, where it has one.
 */
public record ModelFailure(Kind kind, String message, Optional<Duration> retryAfter) {
    /** What went wrong, by what can be done about it. Grows in minor versions: outside Lucid, keep a default. */
    public enum Kind {
        /** Too many requests for this key: try again later. */
        RATE_LIMITED(true),
        /** The provider has too much to do, or failed inside: try again. */
        OVERLOADED(true),
        /** No connection, or none in time: try again. */
        UNREACHABLE(true),
        /** The reply broke off or stood still in its middle: try again. */
        CUT_OFF(true),
        /** The reply has neither text nor a tool call. */
        EMPTY_REPLY(true),
        /** The prompt is longer than the model's window: shorten it. */
        CONTEXT_OVERFLOW(false),
        /** The key is missing, wrong, or not allowed to: a person must act. */
        UNAUTHORIZED(false),
        /** The provider does not accept the request as it is: a person must act. */
        REJECTED(false);

        private final boolean retriable;

        Kind(boolean retriable) {
            this.retriable = retriable;
        }

        /** Whether the same request may succeed if sent again. */
        public boolean retriable() {
            return retriable;
        }
    }

    public ModelFailure {
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
        requireNonNull(retryAfter, "retryAfter");
    }

    public ModelFailure(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }
}
