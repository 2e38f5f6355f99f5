package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.chat.StopReason;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watching a chat that nobody runs. Each look at the clock finds it a second later. */
@Timeout(20)
class AttendanceTest {
    private static final String NOTE =
            "Nobody runs this chat. Let it go on: ./lucid send 1f2e3d4c \"go on\", or start ./lucid serve\n";

    private final Bench bench = new Bench(new Tale().user("go").turn().caughtUp());
    private final AtomicInteger seconds = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();

    AttendanceTest() {
        bench.clock = () -> Tale.BEGIN.plusSeconds(seconds.incrementAndGet());
        bench.engine.runner = Runner.NOBODY;
        bench.engine.onRunner = () -> {
            if (looks.incrementAndGet() == 20) {
                bench.interrupts.interrupt();
            }
        };
    }

    @Test
    void isSaidOnceWithWhatToDoAndTheWatchGoesOn() {
        assertThat(bench.run("watch", "1f2e3d4c")).isEqualTo(130);
        assertThat(bench.out()).containsOnlyOnce(NOTE);
        assertThat(looks).hasValueGreaterThanOrEqualTo(20);
    }

    @Test
    void isSaidBesideTheFramesThatAProgramReads() {
        assertThat(bench.run("watch", "1f2e3d4c", "--json")).isEqualTo(130);
        assertThat(bench.out().lines()).allMatch(line -> line.startsWith("{"));
        assertThat(bench.err()).isEqualTo(NOTE);
    }

    @Test
    void isNotSaidWhileSomebodyRunsIt() {
        bench.engine.runner = Runner.ELSEWHERE;

        assertThat(bench.run("watch", "1f2e3d4c")).isEqualTo(130);
        assertThat(bench.out()).doesNotContain("Nobody");
    }

    @Test
    void isSaidAgainAfterSomebodyCameAndLeft() {
        bench.engine.onRunner = () -> {
            var look = looks.incrementAndGet();
            bench.engine.runner = look == 10 ? Runner.HERE : Runner.NOBODY;
            if (look == 20) {
                bench.interrupts.interrupt();
            }
        };

        assertThat(bench.run("watch", "1f2e3d4c")).isEqualTo(130);
        assertThat(bench.out().split("Nobody runs this chat", -1)).hasSize(3);
    }

    @Test
    void isNoMatterWhereNothingIsToBeDone() {
        var ended = new Bench(
                new Tale().user("go").turn().ended(new StopReason.Finished("")).caughtUp());
        ended.clock = bench.clock;
        ended.engine.onRunner = looks::incrementAndGet;
        ended.engine.onRead = () -> seconds.addAndGet(60);

        assertThat(ended.run("watch", "1f2e3d4c")).isZero();
        assertThat(ended.out()).contains("✓ finished").doesNotContain("Nobody");
        assertThat(looks).hasValue(0);
    }
}
