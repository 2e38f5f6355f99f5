package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How much the server takes. What is over it is answered 429 with the time to wait, or 413. Where one person alone is
 * served, in local mode, bodies alone are limited.
 *
 * @param user how often each user may ask; empty for no limit
 * @param failures how often whoever shows no good credentials is told so, for each address; empty for no limit. It does not
 *     hold up those at the same address that show good ones: behind a proxy all are at one address
 * @param maxBodyBytes how long a request's body may be
 */
public record Limits(Optional<Rate> user, Optional<Rate> failures, int maxBodyBytes) {
    private static final int MIB = 1 << 20;

    /** Much more than a person with a few programs asks. */
    public static final Limits STANDARD =
            new Limits(Optional.of(new Rate(200, 1_000)), Optional.of(new Rate(20, 200)), MIB);

    public Limits {
        requireNonNull(user, "user");
        requireNonNull(failures, "failures");
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("A body may have at least a byte, not " + maxBodyBytes);
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
