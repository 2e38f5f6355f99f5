package dev.lucid.benchmarks;

import java.time.Duration;

/**
 * How much to measure: medians of so many rounds, each about so long, after one round that does not count.
 *
 * @param part of the usual number of watchers, chats and processes, between 0 and 1
 */
record Effort(int rounds, Duration round, double part) {
    /** All of it takes about eleven minutes. */
    static final Effort FULL = new Effort(3, Duration.ofSeconds(2), 1);

    /** Shows that a harness works, and no more. */
    static final Effort GLANCE = new Effort(1, Duration.ofMillis(200), 0.04);

    double seconds() {
        return round.toNanos() / 1e9;
    }

    /** That many at full effort, at least one. */
    int of(int many) {
        return Math.max(1, (int) Math.round(many * part));
    }
}
