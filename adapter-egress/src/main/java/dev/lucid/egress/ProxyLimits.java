package dev.lucid.egress;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What the proxy grants at most: connections at once, and of them to one host, time for a request's head, for looking one name
 * up and for dialling one address, without a byte in either direction, and for a connection's whole life.
 */
public record ProxyLimits(int connections, int toOneHost, Duration head, Duration dial, Duration idle, Duration total) {
    public ProxyLimits {
        if (connections < 1
                || toOneHost < 1
                || Stream.of(head, dial, idle, total).anyMatch(limit -> limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException("The proxy's limits are above zero");
        }
    }

    /** Enough for a large clone, too little to leave anything lying about. */
    public static ProxyLimits standard() {
        return new ProxyLimits(
                256, 128, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofHours(1));
    }
}
