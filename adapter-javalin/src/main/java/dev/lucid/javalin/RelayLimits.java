package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one session's way in may cost.
 *
 * @param connections that are open at the same time; who comes besides is turned away
 * @param maxBodyBytes that a request brings
 * @param idle how long neither side may say anything
 * @param request how long one request and its answer may take together
 */
public record RelayLimits(int connections, long maxBodyBytes, Duration idle, Duration request) {
    public RelayLimits {
        requireNonNull(idle, "idle");
        requireNonNull(request, "request");
        if (connections < 1 || maxBodyBytes < 1) {
            throw new IllegalArgumentException("A way in needs room for one at least");
        }
    }

    /**
     * 48 connections, more than a sandbox's end opens, 512 MiB, 10 minutes,
     * 40 minutes: more than the git behind it takes for itself.
     */
    public static RelayLimits standard() {
        return new RelayLimits(48, 512L << 20, Duration.ofMinutes(10), Duration.ofMinutes(40));
    }
}
