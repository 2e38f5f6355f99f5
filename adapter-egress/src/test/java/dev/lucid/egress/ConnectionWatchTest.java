package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void nothingIsKeptOfAConnectionThatEnded() {
        try (var timer = ConnectionWatch.timer("lucid-test-timer")) {
            var watch = ConnectionWatch.over(timer, new ProxyLimits(1, 1, MINUTE, MINUTE, MINUTE, MINUTE), () -> {});
            watch.endsWithin(MINUTE);
            assertThat(timer.getQueue()).isNotEmpty();

            watch.stop();

            assertThat(timer.getQueue()).isEmpty();
            timer.shutdownNow();
        }
    }
}
