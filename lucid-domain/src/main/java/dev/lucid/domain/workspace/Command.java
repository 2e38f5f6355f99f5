package dev.lucid.domain.workspace;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** A script for {@code sh}, with the time it may take. In the background it goes on after its call has returned. */
public record Command(String script, Duration limit, boolean background) {
    public Command {
        requireNonNull(script, "script");
        requireNonNull(limit, "limit");
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("A command's time limit must be positive: " + limit);
        }
    }
}
