package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.sandbox.RelaySeats;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What ways in may cost.
 *
 * @param sockets that are listened on at the same time; half of them at most are one user's
 * @param connections of one session that are open at the same time; who comes besides is turned away
 * @param conversations that are held at the same time, each until the last byte of its answer has left
 * @param maxBodyBytes that a request brings
 * @param times how long what may last
 */
public record RelayLimits(int sockets, int connections, RelaySeats.Most conversations, long maxBodyBytes, Times times) {
    /** So many runs may be between two turns, or wait for people, beyond those that work. */
    private static final int SPARE_SOCKETS = 56;

    public RelayLimits {
        requireNonNull(conversations, "conversations");
        requireNonNull(times, "times");
        if (sockets < 2 || connections < 1 || maxBodyBytes < 1) {
            throw new IllegalArgumentException("A way in needs room for one at least");
        }
    }

    /**
     * How long what may last.
     *
     * @param stall how long a request's next bytes may be waited for
     * @param idle how long neither side may say anything
     * @param request how long one request and its answer may take together
     */
    public record Times(Duration stall, Duration idle, Duration request) {
        public Times {
            if (Stream.of(stall, idle, request).anyMatch(time -> time.isNegative() || time.isZero())) {
                throw new IllegalArgumentException("A limit of time must be positive");
            }
        }
    }

    /**
     * Twice as many sockets as turns, and some; 48 connections, more than a sandbox's end opens; 4 conversations in a session, 16
     * of a user, 64 in all, and 10 seconds to wait; 512 MiB; 30 seconds, 10 minutes, 40 minutes: more than the git behind it
     * takes for itself.
     *
     * @param turns that are worked on at the same time
     */
    public static RelayLimits standard(int turns) {
        return new RelayLimits(
                2 * turns + SPARE_SOCKETS,
                48,
                new RelaySeats.Most(4, 16, 64, Duration.ofSeconds(10)),
                512L << 20,
                new Times(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(40)));
    }
}
