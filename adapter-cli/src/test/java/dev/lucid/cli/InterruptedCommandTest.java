package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Tale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first Ctrl-C ends a command that runs no turn, and what was opened is closed. */
@Timeout(20)
class InterruptedCommandTest {
    private final Bench bench = new Bench(Tale.hello());

    @ParameterizedTest
    @ValueSource(strings = {"chats", "show|1f2e3d4c", "show|1f2e3d4c|--diff", "watch|1f2e3d4c", "stop|1f2e3d4c"})
    void duringTheStart(String line) {
        bench.engine.tale.turn();
        bench.onOpen = bench.interrupts::interrupt;

        assertThat(bench.run(line.split("\\|"))).isEqualTo(130);
        assertThat(bench.out()).isEmpty();
        assertThat(bench.engine.asked).isEmpty();
        assertThat(bench.engine.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"show|1f2e3d4c", "show|1f2e3d4c|--diff"})
    void whileReading(String line) {
        bench.engine.onRead = bench.interrupts::interrupt;

        assertThat(bench.run(line.split("\\|"))).isEqualTo(130);
        assertThat(bench.out()).doesNotContain("Done.");
        assertThat(bench.err()).isEmpty();
        assertThat(bench.engine.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor", "migrate|--database-url|postgresql://owner@host/db"})
    void whileSomethingDoesNotAnswer(String line) {
        bench.onWork = () -> {
            bench.interrupts.interrupt();
            awaitForEver();
        };

        assertThat(bench.run(line.split("\\|"))).isEqualTo(130);
        assertThat(bench.out()).isEmpty();
        assertThat(bench.halts).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"run|task, false, 130", "serve, false, 130", "serve, true, 0"})
    void whileItsStartTakesLong(String line, boolean terminated, int code) {
        bench.onOpen = () -> {
            if (terminated) {
                bench.interrupts.terminate();
            } else {
                bench.interrupts.interrupt();
            }
            awaitForEver();
            throw new IllegalStateException("It was interrupted");
        };

        assertThat(bench.run(line.split("\\|"))).isEqualTo(code);
        assertThat(bench.out()).isEmpty();
        assertThat(bench.err()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aFailureToStartThatNobodyInterruptedIsOne() {
        bench.obstructed = true;

        assertThat(bench.run("serve")).isEqualTo(2);
    }

    @Test
    void theSecondSaysThatAnotherEndsItOnTheSpot() {
        bench.onOpen = () -> {
            bench.interrupts.interrupt();
            bench.interrupts.interrupt();
        };

        assertThat(bench.run("chats")).isEqualTo(130);
        assertThat(bench.told).containsExactly("closing; press again to leave at once");
        assertThat(bench.halts).hasValue(0);
        assertThat(bench.engine.closed).isTrue();
    }

    private static void awaitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
