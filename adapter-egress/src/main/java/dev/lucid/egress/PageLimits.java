package dev.lucid.egress;

import java.time.Duration;

/** What reading one page may take: bytes kept of it, redirects followed, time for all of it together. */
public record PageLimits(int bytes, int redirects, Duration time) {
    public PageLimits {
        if (bytes < 1 || redirects < 0 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A page's limits are above zero");
        }
    }

    /** One megabyte, five redirects, twenty seconds. */
    public static PageLimits standard() {
        return new PageLimits(1_000_000, 5, Duration.ofSeconds(20));
    }
}
