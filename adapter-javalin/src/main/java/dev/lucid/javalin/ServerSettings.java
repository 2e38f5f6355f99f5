package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the server listens and how patient it is.
 *
 * @param host the name or address to listen on
 * @param port 0 takes any free one
 * @param stallLimit how long a client may leave a frame unread before its socket is cut
 * @param pingAfter how long a socket may be silent before its client is pinged
 * @param stopLimit how long clients have to answer the close of their sockets when the server stops
 * @param limits how much it takes
 */
public record ServerSettings(
        String host, int port, Duration stallLimit, Duration pingAfter, Duration stopLimit, Limits limits) {
    public ServerSettings {
        requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port);
        }
        requirePositive(stallLimit);
        requirePositive(pingAfter);
        requirePositive(stopLimit);
        requireNonNull(limits, "limits");
    }

    /** The usual limits, with another patience. */
    public ServerSettings(String host, int port, Duration stallLimit, Duration pingAfter, Duration stopLimit) {
        this(host, port, stallLimit, pingAfter, stopLimit, Limits.STANDARD);
    }

    /** The usual patience, a minute for a client that does not read and 2 seconds on stopping, and the usual limits. */
    public ServerSettings(String host, int port) {
        this(host, port, Limits.STANDARD);
    }

    /** The usual patience, with other limits. */
    public ServerSettings(String host, int port, Limits limits) {
        this(host, port, Duration.ofMinutes(1), Duration.ofSeconds(25), Duration.ofSeconds(2), limits);
    }

    private static void requirePositive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A limit of time must be positive: " + time);
        }
    }
}
