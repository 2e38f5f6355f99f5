package dev.lucid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 500 watchers on one chat, 50 of which read slowly or not at all. */
class SlowWatchersTest {
    private static final boolean SOAK = Boolean.getBoolean("lucid.soak");

    @Test
    void whoReadsSlowlyHarmsNobodyAndMissesNothing() {
        // Fails if those that read do not get each event while the slow ones are behind.
        var seen = SlowWatchers.compare(new Effort(SOAK ? 5 : 1, Duration.ZERO, 1), SOAK ? 3000 : 600);
        var without = seen.allRead();
        var with = seen.someSlow();

        assertThat(without.stuck()).isZero();
        assertThat(with.stuck())
                .as("slow ones were behind when the others had all")
                .isGreaterThanOrEqualTo(25);
        assertThat(without.faults() + with.faults())
                .as("missing or repeated events")
                .isZero();
        assertThat(with.heap() - without.heap()).as("heap for 50 slow ones").isLessThan(25_000_000);
    }
}
