package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much the server takes. What is over it is answered 429 with the time to wait, or 413. Where one person alone is
 * served, in local mode, bodies and connections alone are limited.
 *
 * @param user how often each user may ask; empty for no limit
 * @param failures how often whoever shows no good credentials is told so, for each address; empty for no limit. It does not
 *     hold up those at the same address that show good ones: behind a proxy all are at one address
 * @param maxBodyBytes how long a request's body may be
 * @param sockets how many sockets each user may have open; empty for no limit
 * @param connections how many connections the server takes; more wait until one of these has ended
 * @param perAddress how many of them may be from one public address, or one network of IPv6; more are cut
 */
public record Limits(
        Optional<Rate> user,
        Optional<Rate> failures,
        int maxBodyBytes,
        OptionalInt sockets,
        int connections,
        int perAddress) {
    private static final int MIB = 1 << 20;

    /** Much more than a person with a few programs asks. */
    public static final Limits STANDARD =
            new Limits(Optional.of(new Rate(200, 1_000)), Optional.of(new Rate(20, 200)), MIB);

    private static final int SOCKETS = 200;
    private static final int CONNECTIONS = 10_000;
    private static final int CONNECTIONS_PER_ADDRESS = 1_000;

    public Limits {
        requireNonNull(user, "user");
        requireNonNull(failures, "failures");
        requireNonNull(sockets, "sockets");
        requireSome("A body has at least a byte", maxBodyBytes);
        requireSome("A user has at least a socket", sockets.orElse(1));
        requireSome("A server takes at least a connection", connections);
        requireSome("An address has at least a connection", perAddress);
    }

    /** With the usual numbers of sockets and connections. */
    public Limits(Optional<Rate> user, Optional<Rate> failures, int maxBodyBytes) {
        this(user, failures, maxBodyBytes, OptionalInt.of(SOCKETS), CONNECTIONS, CONNECTIONS_PER_ADDRESS);
    }

    private static void requireSome(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + ", not " + number);
        }
    }

    /** So many a second for ever, and {@code burst} at once after a rest. */
    public record Rate(int perSecond, int burst) {
        public Rate {
            if (perSecond < 1 || burst < 1) {
                throw new IllegalArgumentException("A rate is at least 1 a second, not " + perSecond + " and " + burst);
            }
        }
    }
}
