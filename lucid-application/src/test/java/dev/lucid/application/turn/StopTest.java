package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.model.ModelOutcome;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Which of a person's stops end which turn, and what is told of what they cut short. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class StopTest {
    private final TestLucid world = new TestLucid();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aStopFromBeforeTheTurnDoesNotStopTheMessageAfterIt() {
        var chat = world.newChat();
        // Between the decision to start a turn and its start, a person takes the first message back and says another.
        var meddling = new FlakyLog(world.store);
        world.log = meddling;
        var models = new TestModels((_, _, stop) ->
                stop.raised() ? new ModelOutcome.Stopped() : new ModelOutcome.Replied(says("Answered")));
        var runner = world.runner(models, chat);
        meddling.beforeNextAppend(() -> {
            world.ask(chat, new ChatRequest.StopRequested());
            world.say(chat, "another");
            runner.obey();
        });

        assertThat(runner.run()).isEqualTo(TurnRunner.End.RESTED);

        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Answered"));
    }

    @Test
    void aStopIsFoundBehindAnyNumberOfMessages() throws InterruptedException {
        var chat = world.newChat();
        var runner = world.runner(TestModels.script(says("I wait", command("wait"))), chat);
        var running = Thread.ofVirtual().start(runner::run);
        world.shell.waiting.await();
        for (var i = 0; i < 1200; i++) {
            world.say(chat, "message " + i);
        }
        world.ask(chat, new ChatRequest.StopRequested());

        runner.obey();
        running.join();

        assertThat(world.results(chat)).containsExactly(new ToolResult.Cancelled("ran wait\n"));
        assertThat(world.ends(chat)).contains(new StopReason.Stopped());
    }

    @Test
    void aMessageDoesNotCutACommandShort() throws InterruptedException {
        var chat = world.newChat();
        var runner = world.runner(TestModels.script(says("I wait", command("wait"))), chat);
        var running = Thread.ofVirtual().start(runner::run);
        world.shell.waiting.await();
        world.say(chat, "by the way");

        runner.obey();
        runner.close();
        running.join();

        assertThat(world.results(chat)).containsExactly(new ToolResult.Interrupted("ran wait\n"));
    }

    @Test
    void whatAPersonStoppedWhileTheServerShutDownIsCalledStopped() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        world.sandboxes = new InMemorySandboxes((_, _, _, stop) -> {
            begun.countDown();
            TestModels.await(closed);
            return stop.raised() ? new CommandEnd.Stopped() : new CommandEnd.Exited(0);
        });
        var chat = world.newChat();
        var runner = world.runner(TestModels.script(says("I wait", command("long"))), chat);
        var running = Thread.ofVirtual().start(runner::run);
        begun.await();

        world.ask(chat, new ChatRequest.StopRequested());
        runner.obey();
        runner.close();
        closed.countDown();
        running.join();

        assertThat(world.results(chat)).containsExactly(new ToolResult.Cancelled(""));
    }

    @Test
    void aStopWhileTheModelIsAskedEndsTheTurn() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var models = new TestModels((_, _, stop) -> {
            asked.countDown();
            TestModels.untilRaised(stop);
            return new ModelOutcome.Stopped();
        });
        var chat = world.newChat();
        var runner = world.runner(models, chat);
        var running = Thread.ofVirtual().start(runner::run);
        asked.await();
        world.ask(chat, new ChatRequest.StopRequested());

        // Nobody wakes it besides.
        runner.obey();
        running.join();

        assertThat(world.ends(chat)).containsExactly(new StopReason.Stopped());
    }

    @Test
    void aPausedTurnWaitsAndGoesOnWhenItMay() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var mayReply = new CountDownLatch(1);
        var models = new TestModels((prompt, _, _) -> {
            if (prompt.messages().size() > 1) {
                return new ModelOutcome.Replied(says("Done"));
            }
            asked.countDown();
            TestModels.await(mayReply);
            return new ModelOutcome.Replied(says("I work", command("step")));
        });
        var chat = world.newChat();
        var runner = world.runner(models, chat);
        var running = Thread.ofVirtual().start(runner::run);
        asked.await();
        world.ask(chat, new ChatRequest.PauseRequested());
        runner.wake();
        mayReply.countDown();

        // It has taken the pause in, after the reply: only then does it wait.
        await().until(() -> world.all(chat, ChatFact.ModelReplied.class).size() == 1
                && runner.seen() >= world.events(chat).size());
        assertThat(running.isAlive()).isTrue();
        assertThat(world.shell.ran).isEmpty();

        world.ask(chat, new ChatRequest.ResumeRequested());
        runner.wake();
        running.join();

        assertThat(world.shell.ran).containsExactly("step");
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    @Test
    void aPausedTurnCanBeStopped() throws InterruptedException {
        var chat = world.newChat();
        var models = new TestModels((_, _, _) -> {
            world.ask(chat, new ChatRequest.PauseRequested());
            return new ModelOutcome.Replied(says("I work", command("step")));
        });
        var runner = world.runner(models, chat);
        var running = Thread.ofVirtual().start(runner::run);
        await().until(() -> !world.all(chat, ChatFact.ModelReplied.class).isEmpty());

        world.ask(chat, new ChatRequest.StopRequested());
        runner.wake();
        running.join();

        assertThat(world.shell.ran).isEmpty();
        assertThat(world.results(chat)).containsExactly(new ToolResult.Cancelled(""));
        assertThat(world.ends(chat)).containsExactly(new StopReason.Stopped());
    }
}
