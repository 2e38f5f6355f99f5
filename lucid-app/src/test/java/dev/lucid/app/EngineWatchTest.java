package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EngineWatchTest {
    @Test
    void itSaysAtOnceWhetherTheEngineIsThereAndHearsThatItGoesAndComes() {
        var engine = new AtomicBoolean(true);
        try (var watch = EngineWatch.begin(engine::get, Duration.ofMillis(10))) {
            assertThat(watch.available()).isTrue();
            engine.set(false);
            await().until(() -> !watch.available());
            engine.set(true);
            await().until(watch::available);
        }
    }
}
