package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.testkit.PipeAttack;
import dev.lucid.testkit.RaisableStop;
import dev.lucid.testkit.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What an agent gains who stops its sandbox's shells and fills their pipes: nobody else notices, and it loses its sandbox. */
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class StuckPipesTest {
    private static final long SOON_SECONDS = 20;

    @Test
    void theAttackedEndInTimeAndTheOthersGoOnMeanwhile(@TempDir Path base) throws Exception {
        var subjects = new Subjects(base.resolve("workspaces"), true);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            // More than there are processors to run virtual threads.
            var told = IntStream.range(0, Runtime.getRuntime().availableProcessors() + 1)
                    .mapToObj(_ -> attacked(subjects.first().open(newSession())))
                    .toList();
            var limited = subjects.first().open(newSession());
            var stopped = subjects.first().open(newSession());
            var neighbour = subjects.first().open(newSession());
            var stop = new RaisableStop();

            var limit = running(threads, limited, Duration.ofSeconds(4), new RaisableStop());
            var stopping = running(threads, stopped, Duration.ofMinutes(5), stop);
            PipeAttack.begin(limited);
            PipeAttack.begin(stopped);
            var tellings = told.stream()
                    .map(sandbox -> threads.submit(() -> Ran.in(sandbox, "echo told")))
                    .toList();
            threads.submit(stop::raise).get(SOON_SECONDS, TimeUnit.SECONDS);

            var well = threads.submit(() -> outputOf(neighbour, "echo well"));
            assertThat(well.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo("well\n");
            var late = threads.submit(() -> Ran.in(neighbour, new Command("sleep 1000", Duration.ofSeconds(1), false)));
            assertThat(late.get(SOON_SECONDS, TimeUnit.SECONDS).end()).isEqualTo(new CommandEnd.TimedOut());
            assertThat(limit.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo(new CommandEnd.TimedOut());
            assertThat(stopping.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo(new CommandEnd.Stopped());
            for (var telling : tellings) {
                assertThatThrownBy(() -> telling.get(SOON_SECONDS, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(PortFailure.Transient.class);
            }
            assertThat(outputOf(told.getFirst(), "echo again")).isEqualTo("again\n");
        } finally {
            threads.submit(subjects::close).get(SOON_SECONDS, TimeUnit.SECONDS);
            threads.shutdownNow();
        }
    }

    private static Sandbox attacked(Sandbox sandbox) {
        PipeAttack.prepare(sandbox);
        PipeAttack.begin(sandbox);

        return sandbox;
    }

    /** The attack waits beside a command. */
    private static Future<CommandEnd> running(
            ExecutorService threads, Sandbox sandbox, Duration limit, RaisableStop stop) throws InterruptedException {
        PipeAttack.prepare(sandbox);
        var begun = new CountDownLatch(1);
        var end = threads.submit(
                () -> sandbox.run(new Command("echo begun; sleep 1000", limit, false), _ -> begun.countDown(), stop));
        begun.await();

        return end;
    }
}
