package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StopReason.Limit;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** When a turn's time is up, whatever takes long ends. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DeadlineTest {
    private static final StopReason TIME_IS_UP = new StopReason.LimitReached(Limit.TIME);

    private final TestLucid world = new TestLucid();

    DeadlineTest() {
        world.rules = rules(ApprovalPolicy.NEVER);
    }

    private static TurnRules rules(ApprovalPolicy approval) {
        return new TurnRules(
                50,
                Duration.ofMillis(300),
                OptionalLong.empty(),
                OptionalLong.empty(),
                100_000,
                approval,
                Duration.ofMinutes(10));
    }

    @Test
    void aModelThatDoesNotEndIsStopped() {
        var chat = world.newChat();

        world.runOnce(
                new TestModels((_, _, stop) -> {
                    TestModels.untilRaised(stop);
                    return new ModelOutcome.Stopped();
                }),
                chat);

        assertThat(world.ends(chat)).containsExactly(TIME_IS_UP);
    }

    @Test
    void aCloneThatDoesNotEndIsStopped() {
        var chat = world.newChatOnARepository();
        world.repositories = new Endless();

        world.runOnce(TestModels.script(says("never asked")), chat);

        assertThat(world.ends(chat)).containsExactly(TIME_IS_UP);
    }

    @Test
    void nobodyIsWaitedForAnyLonger() {
        world.rules = rules(ApprovalPolicy.ALL);
        var chat = world.newChat();

        world.runOnce(TestModels.script(says("May I?", command("step"))), chat);

        assertThat(world.shell.ran).isEmpty();
        assertThat(world.results(chat)).containsExactly(new ToolResult.Cancelled(""));
        assertThat(world.ends(chat)).containsExactly(TIME_IS_UP);
    }

    @Test
    void aTurnThatIsTakenOverHasTheTimeItBeganWith() {
        var chat = world.newChat();
        var runner = world.runner(TestModels.script(says("I work", command("wait"))), chat);
        var running = Thread.ofVirtual().start(runner::run);
        TestModels.await(world.shell.waiting);
        runner.close();
        TestModels.join(running);
        world.store.release(runner.lease(), 0, false);

        world.runOnce(
                new TestModels((_, _, stop) -> {
                    TestModels.untilRaised(stop);
                    return new ModelOutcome.Stopped();
                }),
                chat);

        assertThat(world.ends(chat)).containsExactly(TIME_IS_UP);
        assertThat(world.results(chat)).containsExactly(new ToolResult.Interrupted("ran wait\n"));
    }

    @Test
    void nothingIsStoppedOnceTheDeadlineIsClosed() {
        var stop = new StopSwitch();
        var clock = InstantSource.system();

        try (var _ = Deadline.of(clock, Instant.MAX, stop)) {
            assertThat(stop.raised()).isFalse();
        }
        try (var _ = Deadline.of(clock, clock.instant(), stop)) {
            TestModels.untilRaised(stop);
        }

        assertThat(stop.raised()).isTrue();
    }

    /** Clones until it is stopped. */
    private static final class Endless implements Repositories {
        @Override
        public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
            TestModels.untilRaised(stop);
            return new CloneOutcome.Stopped();
        }

        @Override
        public Pack pack(PackRequest request) {
            throw new AssertionError("there is nothing to pack");
        }

        @Override
        public PushOutcome push(PushRequest request, StopSignal stop) {
            throw new AssertionError("there is nothing to push");
        }

        @Override
        public void discard(SandboxSpec session) {}
    }
}
