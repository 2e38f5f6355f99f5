package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.PortFailure;
import dev.lucid.testkit.PipeAttack;
import dev.lucid.testkit.RaisableStop;
import dev.lucid.testkit.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What an agent gains who stops its container's shells and fills their pipes: nobody else notices. */
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class StuckPipesTest {
    private static final long SOON_SECONDS = 25;

    @Test
    void theAttackedEndInTimeAndTheOthersGoOnMeanwhile(@TempDir Path base) throws Exception {
        var subjects = new Subjects(base.resolve("workspaces"));
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var told = subjects.first().open(newSession());
            var stopped = subjects.first().open(newSession());
            var neighbour = subjects.first().open(newSession());
            var stop = new RaisableStop();
            var begun = new CountDownLatch(1);
            PipeAttack.prepare(told);
            PipeAttack.begin(told);
            PipeAttack.prepare(stopped);
            var stopping = threads.submit(() -> stopped.run(
                    new Command("echo begun; sleep 1000", Duration.ofMinutes(5), false), _ -> begun.countDown(), stop));
            begun.await();
            PipeAttack.begin(stopped);

            var telling = threads.submit(() -> Ran.in(told, "echo told"));
            threads.submit(stop::raise).get(SOON_SECONDS, TimeUnit.SECONDS);

            var late = threads.submit(() -> Ran.in(neighbour, new Command("sleep 1000", Duration.ofSeconds(1), false)));
            assertThat(late.get(SOON_SECONDS, TimeUnit.SECONDS).end()).isEqualTo(new CommandEnd.TimedOut());
            assertThat(stopping.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo(new CommandEnd.Stopped());
            assertThatThrownBy(() -> telling.get(SOON_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(PortFailure.Transient.class);
            assertThat(outputOf(told, "echo again")).isEqualTo("again\n");
        } finally {
            threads.submit(subjects::close).get(SOON_SECONDS, TimeUnit.SECONDS);
            threads.shutdownNow();
        }
    }
}
