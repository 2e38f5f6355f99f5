package dev.lucid.port.integration;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What a git host said. Closed for ever. */
public sealed interface HostAnswer<T> {
    /** What was asked for. */
    record Given<T>(T value) implements HostAnswer<T> {
        public Given {
            requireNonNull(value, "value");
        }
    }

    /**
     * It can't be had; {@code message} says why to a person, without any secret.
     *
     * @param again how long the host wants to be left alone
     */
    record Failed<T>(Reason reason, String message, Optional<Duration> again) implements HostAnswer<T> {
        public Failed {
            requireNonNull(reason, "reason");
            requireNonNull(message, "message");
            requireNonNull(again, "again");
        }
    }

    /** Why. Grows in minor versions. */
    enum Reason {
        /** The host does not take the token. */
        UNAUTHORIZED,
        /** The token is not allowed to do this. */
        FORBIDDEN,
        /** There is no such thing, or the token does not show it. */
        NOT_FOUND,
        /** Asked too often; later it may work. */
        RATE_LIMITED,
        /** The host understood, and refuses: the branch does not exist, the request exists already. */
        REJECTED,
        /** The address is none, or none that this installation may ask. */
        BAD_ADDRESS,
        /** The host did not answer, or not in its own words. Later it may work. */
        UNAVAILABLE
    }
}
