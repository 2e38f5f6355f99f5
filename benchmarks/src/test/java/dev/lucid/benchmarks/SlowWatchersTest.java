package dev.lucid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** 500 watchers on one chat, 50 of which read slowly or not at all. */
class SlowWatchersTest {
    private static final boolean SOAK = Boolean.getBoolean("lucid.soak");

    @Test
    void whoReadsSlowlyHarmsNobodyAndMissesNothing() {
        var seen = SlowWatchers.compare(SOAK ? 5 : 2, 40, SOAK ? 30 : 6);
        var without = seen.getFirst();
        var with = seen.getLast();

        assertThat(without.stuck()).isZero();
        assertThat(with.stuck())
                .as("slow ones were behind when the others had all")
                .isGreaterThanOrEqualTo(25);
        assertThat(without.faults() + with.faults())
                .as("missing or repeated events")
                .isZero();
        assertThat(with.p99()).as("p99 in ms").isLessThan(3 * without.p99() + 100);
        assertThat(with.heap() - without.heap()).as("heap for 50 slow ones").isLessThan(25_000_000);
    }
}
