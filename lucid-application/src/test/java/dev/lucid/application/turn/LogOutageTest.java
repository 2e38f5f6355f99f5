package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.finish;
import static dev.lucid.application.turn.TestModels.read;
import static dev.lucid.application.turn.TestModels.says;
import static dev.lucid.application.turn.TestModels.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.port.PortFailure;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A turn whose log does not answer for a while. */
@Timeout(60)
class LogOutageTest {
    private static final TestModels MODELS = TestModels.script(
            says("I look and write", read("missing"), write("a.txt", "one"), command("first")),
            says("Again", command("second")),
            says("Done", finish("All done")));

    private final TestLucid world = new TestLucid();

    static IntStream appends() {
        return IntStream.rangeClosed(1, 12);
    }

    @ParameterizedTest(name = "before append {0}")
    @MethodSource("appends")
    void aShortOutageIsWaitedOutAndNothingIsLost(int append) {
        var chat = world.newChat();
        var log = new FlakyLog(world.store);
        world.log = log;
        failBefore(log, append, 3);

        var runner = world.runner(MODELS, chat);
        assertThat(runner.run()).isEqualTo(TurnRunner.End.RESTED);

        assertThat(log.failuresLeft()).as("failures that nobody met").isZero();
        assertThat(world.shell.ran).containsExactly("first", "second");
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("All done"));
        assertThat(world.results(chat)).doesNotHaveAnyElementsOfTypes(ToolResult.OutcomeUnknown.class);
        assertThat(world.all(chat, ChatFact.TurnTakenOver.class)).isEmpty();
        world.assertEachCallHasOneResult(chat);
    }

    @Test
    void aRunnerThatIsClosedDuringAnOutageDoesNotWait() {
        var chat = world.newChat();
        var log = new FlakyLog(world.store);
        world.log = log;
        var runner = world.runner(MODELS, chat);
        log.beforeNextAppend(() -> {
            log.failNext(Integer.MAX_VALUE);
            runner.close();
        });

        assertThatThrownBy(runner::run).isInstanceOf(PortFailure.Transient.class);
    }

    private static void failBefore(FlakyLog log, int append, int failures) {
        var countdown = new AtomicInteger(append);
        class Counting implements Runnable {
            @Override
            public void run() {
                if (countdown.decrementAndGet() == 0) {
                    log.failNext(failures);
                } else {
                    log.beforeNextAppend(this);
                }
            }
        }
        log.beforeNextAppend(new Counting());
    }
}
