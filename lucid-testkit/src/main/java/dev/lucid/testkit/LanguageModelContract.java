package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link LanguageModel} promises. Implement the two models; inherit the tests. */
public interface LanguageModelContract {
    /** How long something may take that takes no time. */
    Duration SOON = Duration.ofSeconds(20);

    /** A model that replies so to every prompt. What the reply costs is its own business. */
    LanguageModel saying(ModelReply reply);

    /** A model that says a few words to every prompt and then nothing more, for longer than anybody waits. */
    LanguageModel fallingSilent();

    @Test
    default void whatIsHeardIsWhatIsKept() {
        var reply = reply("I look around.\n\nIt is quiet — 静か 🙂.", "Nothing here?\nThen I begin.");
        var heard = new Heard();

        var outcome = saying(reply).ask(prompt("Begin."), heard, new RaisableStop());

        assertThat(kept(outcome)).isEqualTo(kept(new ModelOutcome.Replied(reply)));
        assertThat(heard.text()).isEqualTo(reply.text());
        assertThat(heard.thought()).isEqualTo("Nothing here?\nThen I begin.");
    }

    @Test
    default void callsComeWholeAndInOrder() {
        var first = Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", "printf '%s\\n' \"a \\\\ b\" 'ü 🙂'"));
        var second = Toolbox.read(Toolbox.WRITE_FILE, Map.of("path", "a/b.txt", "content", "one\n\ttwo \"three\"\n"));
        var reply = new ModelReply(
                Optional.empty(), "Both at once.", List.of(first, second), TokenUsage.NONE, Cost.nothing());

        var outcome = saying(reply).ask(prompt("Do both."), ModelListener.none(), new RaisableStop());

        assertThat(kept(outcome).uses()).containsExactly(first, second);
    }

    @Test
    default void callWithoutWordsIsAReply() {
        var use = Toolbox.read(Toolbox.LIST_FILES, Map.of());
        var reply = new ModelReply(Optional.empty(), "", List.of(use), TokenUsage.NONE, Cost.nothing());

        var outcome = saying(reply).ask(prompt("Look."), ModelListener.none(), new RaisableStop());

        assertThat(kept(outcome).uses()).containsExactly(use);
        assertThat(kept(outcome).text()).isEmpty();
    }

    @Test
    default void callsThatAreNotOfferedAreUnusable() {
        var use = Toolbox.read(Toolbox.LIST_FILES, Map.of());
        var reply = new ModelReply(Optional.empty(), "Looking.", List.of(use), TokenUsage.NONE, Cost.nothing());
        var bare = new Prompt("", List.of(new Message.User("Look.")), List.of());

        var outcome = saying(reply).ask(bare, ModelListener.none(), new RaisableStop());

        assertThat(kept(outcome).uses())
                .singleElement()
                .isInstanceOfSatisfying(
                        ToolUse.Unusable.class,
                        unusable -> assertThat(unusable.problem()).contains(Toolbox.LIST_FILES));
    }

    @Test
    default void wholeConversationIsTaken() {
        var reply = reply("Now it works.", "");

        var outcome = saying(reply).ask(conversation(), ModelListener.none(), new RaisableStop());

        assertThat(kept(outcome).text()).isEqualTo("Now it works.");
    }

    @Test
    default void promptWithoutMessagesIsRejected() {
        var empty = new Prompt("You are an agent.", List.of(), List.of());

        var outcome = saying(reply("Hello.", "")).ask(empty, ModelListener.none(), new RaisableStop());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(ModelFailure.Kind.REJECTED));
    }

    @Test
    default void raisedStopIsHeededBeforeAnythingIsSaid() {
        var stop = new RaisableStop();
        stop.raise();
        var heard = new Heard();

        var outcome = saying(reply("Too late.", "")).ask(prompt("Hello."), heard, stop);

        assertThat(outcome).isEqualTo(new ModelOutcome.Stopped());
        assertThat(heard.text()).isEmpty();
    }

    @Test
    default void stopEndsAReplyInItsMiddle() throws Exception {
        var stop = new RaisableStop();
        var heard = new Heard();

        var outcome = new CompletableFuture<ModelOutcome>();
        Thread.ofVirtual().start(() -> outcome.complete(fallingSilent().ask(prompt("Hello."), heard, stop)));
        await().atMost(SOON).until(() -> !heard.text().isEmpty());
        stop.raise();

        assertThat(ended(outcome)).isEqualTo(new ModelOutcome.Stopped());
    }

    @Test
    default void interruptionEndsAReplyAndStays() throws Exception {
        var heard = new Heard();
        var outcome = new CompletableFuture<ModelOutcome>();
        var interrupted = new CompletableFuture<Boolean>();
        var thread = Thread.ofVirtual().start(() -> {
            outcome.complete(fallingSilent().ask(prompt("Hello."), heard, new RaisableStop()));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });

        await().atMost(SOON).until(() -> !heard.text().isEmpty());
        thread.interrupt();

        assertThat(ended(outcome)).isEqualTo(new ModelOutcome.Stopped());
        assertThat(ended(interrupted)).isTrue();
    }

    @Test
    default void sameModelServesManyThreads() throws Exception {
        var model = saying(reply("Each gets all of it, and nobody else's.", "I think so."));
        var together = new CountDownLatch(8);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> {
                        together.countDown();
                        together.await();
                        var heard = new Heard();
                        model.ask(prompt("Hello."), heard, new RaisableStop());
                        return heard.text();
                    }))
                    .toList();

            for (var each : asked) {
                assertThat(ended(each)).isEqualTo("Each gets all of it, and nobody else's.");
            }
        }
    }

    @Test
    default void listenersOwnFailureIsPassedOn() {
        var mistake = new IllegalStateException("the listener's mistake");
        var careless = new Heard() {
            @Override
            public void text(String piece) {
                throw mistake;
            }
        };

        assertThatThrownBy(() -> saying(reply("Hello, you.", "")).ask(prompt("Hello."), careless, new RaisableStop()))
                .isSameAs(mistake);
    }

    /** A prompt with all tools and one message. */
    static Prompt prompt(String text) {
        return new Prompt("You are an agent.", List.of(new Message.User(text)), Toolbox.specs());
    }

    /** A reply with a thought, if it is not empty. */
    static ModelReply reply(String text, String thought) {
        var thinking =
                thought.isEmpty() ? Optional.<Thinking>empty() : Optional.of(new Thinking(thought, Optional.empty()));

        return new ModelReply(thinking, text, List.of(), new TokenUsage(120, 20, 30), Cost.nothing());
    }

    /** A conversation with everything in it that a prompt can have: somebody else's thought, two calls, a failed one. */
    static Prompt conversation() {
        var one = new ToolCall(new CallId(new UUID(1, 1)), Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", "ls")));
        var two = new ToolCall(new CallId(new UUID(1, 2)), Toolbox.read(Toolbox.READ_FILE, Map.of("path", "none")));
        var broken = new ToolCall(
                new CallId(new UUID(1, 3)),
                new ToolUse.Unusable("run_command", Map.of(), "The arguments are no JSON."));
        var foreign = new Thinking("Somebody else's thought.", Optional.of("somebody else's seal"));

        return new Prompt(
                "You are an agent.",
                List.of(
                        new Message.User("Look around."),
                        new Message.Assistant(Optional.of(foreign), "Two things at once.", List.of(one, two)),
                        new Message.Answer(one.id(), Toolbox.RUN_COMMAND, "a.txt\n", false),
                        new Message.Answer(two.id(), Toolbox.READ_FILE, "There is no such file.", true),
                        new Message.Assistant(Optional.empty(), "", List.of(broken)),
                        new Message.Answer(broken.id(), Toolbox.RUN_COMMAND, "The arguments are no JSON.", true),
                        new Message.Assistant(Optional.empty(), "There is one file.", List.of()),
                        new Message.User("Go on."),
                        new Message.User("")),
                Toolbox.specs());
    }

    private static ModelReply kept(ModelOutcome outcome) {
        assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
        var reply = ((ModelOutcome.Replied) outcome).reply();
        var thinking = reply.thinking().map(thought -> new Thinking(thought.text(), Optional.empty()));

        return new ModelReply(thinking, reply.text(), reply.uses(), reply.usage(), Cost.nothing());
    }

    private static <T> T ended(Future<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
