package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a turn whose sandbox cannot be opened. */
class SandboxOutageTest {
    private static final TestModels MODELS = TestModels.script(says("I work", command("step")), says("Done"));
    private static final String WHY = "The image is not there. Build it.";

    private final TestLucid world = new TestLucid();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTurnThatIsTakenOverWithoutASandboxFailsWithItsReason() {
        var chat = cutOffWhileACommandRuns();
        failsToOpen(() -> {
            throw new PortFailure.Permanent(WHY);
        });

        world.runOnce(MODELS, chat);

        assertThat(world.ends(chat)).containsExactly(new StopReason.Failed(WHY));
        assertThat(world.results(chat)).containsExactly(new ToolResult.OutcomeUnknown());
        world.assertEachCallHasOneResult(chat);
        assertThat(world.store.waiting(10)).isEmpty();
    }

    @Test
    void aSandboxThatFailsAgainAndAgainIsWaitedForUntilSomebodyStopsTheTurn() {
        var chat = cutOffWhileACommandRuns();
        var attempts = new AtomicInteger();
        failsToOpen(() -> {
            attempts.incrementAndGet();
            throw new PortFailure.Transient("The engine does not answer.");
        });
        var runner = world.runner(MODELS, chat);
        var running = Thread.ofVirtual().start(runner::run);
        await().until(() -> attempts.get() > 2);

        world.ask(chat, new ChatRequest.StopRequested());
        runner.obey();
        TestModels.join(running);

        assertThat(world.ends(chat)).containsExactly(new StopReason.Stopped());
        assertThat(world.all(chat, ChatFact.TurnTakenOver.class)).hasSize(1);
        world.assertEachCallHasOneResult(chat);
    }

    @Test
    void aSandboxThatFailsForAWhileIsWaitedFor() {
        var chat = cutOffWhileACommandRuns();
        var failures = new int[] {3};
        failsToOpen(() -> {
            if (failures[0]-- > 0) {
                throw new PortFailure.Transient("The engine does not answer.");
            }
        });

        world.runOnce(MODELS, chat);

        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
        assertThat(world.all(chat, ChatFact.TurnTakenOver.class)).hasSize(1);
    }

    @Test
    void aCommandThatCouldNotBeginFailsWithItsReasonAndOthersAreUnknown() {
        var failure = new PortFailure.Transient("The image is pulled too slowly.");
        var failures = List.of(failure.beforehand(), failure).iterator();
        world.sandboxes = new InMemorySandboxes((_, _, _, _) -> {
            throw failures.next();
        });
        var chat = world.newChat();

        world.runOnce(TestModels.script(says("One", command("one")), says("Two", command("two")), says("Done")), chat);

        assertThat(world.results(chat))
                .containsExactly(
                        new ToolResult.Failed("The image is pulled too slowly."), new ToolResult.OutcomeUnknown());
    }

    @Test
    void aTurnThatWaitsForLongKeepsNoSandboxOpenAndGetsOneAgain() {
        world.idle = Duration.ZERO;
        world.rules = new TurnRules(
                9,
                Duration.ofMinutes(1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                100_000,
                ApprovalPolicy.ALL,
                Duration.ofMinutes(1));
        var opened = new AtomicInteger();
        failsToOpen(opened::incrementAndGet);
        var chat = world.newChat();
        var runner = world.runner(
                TestModels.script(says("One", command("one")), says("Two", command("two")), says("Done")), chat);
        Thread.startVirtualThread(runner::run);

        for (var calls = 1; calls <= 2; calls++) {
            var asked = calls;
            await().until(() -> world.all(chat, ChatFact.ApprovalAsked.class).size() == asked);
            var call = world.all(chat, ChatFact.ApprovalAsked.class).getLast().call();
            world.ask(chat, new ChatRequest.ApprovalGiven(call, ChatRequest.Decision.ALLOW));
            runner.wake();
        }

        assertThat(world.ended(chat)).isEqualTo(new StopReason.Finished("Done"));
        assertThat(world.shell.ran).containsExactly("one", "two");
        assertThat(opened).hasValue(2);
    }

    @Test
    void workThatNoSandboxOpensForIsNotPushedAndTheTurnEnds() {
        world.repositories = new Cloned();
        failsToOpen(() -> {
            throw new PortFailure.Permanent(WHY);
        });
        var chat = world.newChatOnARepository();

        world.runOnce(TestModels.script(says("Done")), chat);

        assertThat(world.all(chat, ChatFact.PushFailed.class))
                .extracting(ChatFact.PushFailed::message)
                .containsExactly(WHY);
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    /** A chat whose process died right after its command was started. */
    private ChatId cutOffWhileACommandRuns() {
        var chat = world.newChat();
        var real = world.sandboxes;
        failsToOpen(() -> {
            throw new Died();
        });
        try {
            world.runOnce(MODELS, chat);
            throw new AssertionError("the process went on");
        } catch (Died _) {
            world.store.abandon(new UUID(0, 1));
        }
        world.sandboxes = real;
        assertThat(world.all(chat, ChatFact.ToolStarted.class)).hasSize(1);

        return chat;
    }

    private void failsToOpen(Runnable beforeOpening) {
        world.sandboxes = new FlakySandboxes(world.sandboxes, beforeOpening);
    }

    /** The process is gone. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A clone is there at once; nothing is pushed from it. */
    private static final class Cloned implements Repositories {
        @Override
        public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
            return new CloneOutcome.Cloned("main", "abc");
        }

        @Override
        public Pack pack(PackRequest request) {
            return new Pack("pack", WorkspacePath.of("bundle"));
        }

        @Override
        public PushOutcome push(PushRequest request, StopSignal stop) {
            throw new AssertionError("there is nothing to push");
        }

        @Override
        public void discard(SandboxSpec session) {}
    }
}
