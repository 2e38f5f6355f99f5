package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long one model call may take: {@code connect} until there is a connection, {@code silence} between two pieces of
 * the reply (and before the first), {@code whole} for all of it.
 */
public record Limits(Duration connect, Duration silence, Duration whole) {
    /** Ten seconds, two minutes, twenty minutes. */
    public static final Limits STANDARD =
            new Limits(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(20));

    public Limits {
        positive(connect, "connect");
        positive(silence, "silence");
        positive(whole, "whole");
    }

    private static void positive(Duration limit, String name) {
        if (requireNonNull(limit, name).isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("The limit '" + name + "' must be longer than nothing: " + limit);
        }
    }
}
