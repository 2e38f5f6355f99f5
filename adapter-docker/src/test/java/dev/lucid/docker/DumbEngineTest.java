package dev.lucid.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that does not answer, or breaks off. No real one is needed. */
@Timeout(60)
class DumbEngineTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path base;

    @Test
    void whoeverAsksAnEngineThatIsSilentHearsOfItInTimeAndNoConnectionStays() throws IOException {
        try (var silent = new DumbEngine(base.resolve("silent.sock"), "");
                var engine = new DockerEngine(silent.address(), SHORT, SHORT)) {
            assertThatThrownBy(engine::about)
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("does not answer");
            assertThatThrownBy(() -> engine.start("some", "a test"))
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("does not answer");

            await().until(() -> silent.asked() == 2 && silent.left() == 2);
        }
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() throws Exception {
        try (var silent = new DumbEngine(base.resolve("silent.sock"), "");
                var engine = new DockerEngine(silent.address(), Duration.ofMinutes(1), Duration.ofMinutes(1));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking =
                    threads.submit(() -> assertThatThrownBy(engine::about).isInstanceOf(PortFailure.Interrupted.class));
            await().until(() -> silent.asked() == 1);
            threads.shutdownNow();

            asking.get(10, TimeUnit.SECONDS);
            await().until(() -> silent.left() == 1);
        }
    }

    @Test
    void callsThatCannotBeEndedKeepOnlySoManyPlaces() {
        var calls = new LimitedCalls(2);
        var end = new CountDownLatch(1);
        IntStream.range(0, 3)
                .forEach(_ -> assertThatThrownBy(() -> calls.within(SHORT, () -> waited(end)))
                        .isInstanceOf(TimeoutException.class));
        assertThatThrownBy(() -> calls.within(SHORT, () -> true)).hasMessageContaining("Too many");
        end.countDown();

        await().untilAsserted(() -> assertThat(calls.within(SHORT, () -> true)).isTrue());
    }

    private static boolean waited(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException _) {
                // it is stubborn
            }
        }

        return true;
    }

    @Test
    void aPullThatBreaksOffMayBeTriedAgain() throws IOException {
        var line = "{\"status\":\"Pulling from x\"}\r\n";
        var broken = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        try (var breaking = new DumbEngine(base.resolve("breaking.sock"), broken);
                var engine = new DockerEngine(breaking.address())) {
            var pull = new ImagePull(engine, "x", ImagePull.Pace.USUAL, _ -> {});

            assertThatThrownBy(pull::run)
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContainingAll("image x", "it broke off");
        }
    }
}
