package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import dev.lucid.sandbox.RelaySeats;
import java.time.Duration;

/**
 * What outlets cost at most.
 *
 * @param waiting connections of one session that are open at the same time, with those that wait for a seat; others wait
 *     outside
 * @param rate how fast connections of one session come in
 * @param seats connections that are served at the same time
 * @param each what is granted to one connection; how many of them there are, and to one host, the seats alone say
 */
public record OutletLimits(int waiting, Rate rate, RelaySeats.Most seats, ProxyLimits each) {
    /** So many connections at once, and after that so many a second. */
    public record Rate(int atOnce, int perSecond) {
        public Rate {
            if (atOnce < 1 || perSecond < 1) {
                throw new IllegalArgumentException("One connection at least comes in");
            }
        }
    }

    public OutletLimits {
        requireNonNull(rate, "rate");
        requireNonNull(seats, "seats");
        requireNonNull(each, "each");
        if (waiting < 1) {
            throw new IllegalArgumentException("An outlet needs room for one at least");
        }
    }

    /**
     * 48 connections, more than a sandbox's end opens, 200 at once and then 50 a second; 32 served in a session, 64 of a user, 256 in all, and 10 seconds to
     * wait.
     */
    public static OutletLimits standard() {
        return new OutletLimits(
                48,
                new Rate(200, 50),
                new RelaySeats.Most(32, 64, 256, Duration.ofSeconds(10)),
                ProxyLimits.standard());
    }
}
