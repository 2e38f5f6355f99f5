package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one request of a client's git may cost.
 *
 * @param read the time that an answer out of the origin may take, to its last byte
 * @param maxAsked how many bytes a request to read may have, as it comes
 * @param maxWritten how many bytes a request to write may have, unpacked
 */
public record TrafficLimits(Duration read, int maxAsked, long maxWritten) {
    public TrafficLimits {
        requireNonNull(read, "read");
    }

    /** Half an hour, 8 MiB, 256 MiB. */
    public static TrafficLimits standard() {
        return new TrafficLimits(Duration.ofMinutes(30), 8 * 1024 * 1024, 256L * 1024 * 1024);
    }
}
