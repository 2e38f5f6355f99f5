package dev.lucid.docker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.sandbox.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a container is frozen, whatever its engine does. */
@Timeout(60)
class FreezingTest {
    private final AtomicInteger frozen = new AtomicInteger();

    @Test
    void aContainerThatCouldNotBeWokenIsFrozenAgainWithoutAnotherCommand() {
        try (var timer = new Timer();
                var freezing = new Freezing(timer, Duration.ofMillis(10), Duration.ofSeconds(10))) {
            freezing.runsIn(new Stubborn());
            freezing.wake(StopSignal.never());
            freezing.rest();
            await().until(() -> frozen.get() == 1);

            assertThatThrownBy(() -> freezing.wake(StopSignal.never())).isInstanceOf(PortFailure.Transient.class);

            await().until(() -> frozen.get() == 2);
        }
    }

    /** Freezes, and never wakes. */
    private final class Stubborn implements Freezing.Sleeper {
        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void freeze(boolean asked) {
            if (!asked) {
                throw new PortFailure.Transient("It does not wake.");
            }
            frozen.incrementAndGet();
        }
    }
}
