package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.finish;
import static dev.lucid.application.turn.TestModels.read;
import static dev.lucid.application.turn.TestModels.says;
import static dev.lucid.application.turn.TestModels.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.model.ModelOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LucidTest {
    private final InMemoryStore store = new InMemoryStore();
    private final TestShell shell = new TestShell();
    private final InMemorySandboxes sandboxes = new InMemorySandboxes(shell);
    private Optional<Lucid> built = Optional.empty();

    @AfterEach
    void close() {
        built.ifPresent(Lucid::close);
    }

    @Test
    void aTaskRunsToItsEnd() {
        var lucid = lucid(TestModels.script(
                says("I write it", write("hello.sh", "echo hello"), command("sh hello.sh")),
                says("", read("hello.sh")),
                says("All done", finish("It prints hello"))));

        var chat = start(lucid, "print hello world");

        assertThat(ended(chat)).isEqualTo(new StopReason.Finished("It prints hello"));
        assertThat(shell.ran).containsExactly("sh hello.sh");
        assertThat(results(chat)).hasSize(4).doesNotHaveAnyElementsOfTypes(ToolResult.Failed.class);
    }

    @Test
    void aMessageAfterTheEndStartsAnotherTurn() {
        var lucid = lucid(TestModels.script(says("First"), says("Second")));
        var chat = start(lucid, "task");
        ended(chat);

        lucid.sendMessage().send(new SendMessage.Command(UserId.LOCAL, chat, "more", Delivery.STEER, Optional.empty()));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ends(chat))
                        .containsExactly(new StopReason.Finished("First"), new StopReason.Finished("Second")));
    }

    @Test
    void aStopEndsARunningCommandAtOnceAndKeepsTheChat() throws InterruptedException {
        var lucid = lucid(TestModels.script(says("I wait", command("wait")), says("Back again")));
        var chat = start(lucid, "task");
        shell.waiting.await();

        lucid.controlTurn()
                .control(
                        new ControlTurn.Command(UserId.LOCAL, chat, new ChatRequest.StopRequested(), Optional.empty()));

        assertThat(ended(chat)).isEqualTo(new StopReason.Stopped());
        assertThat(results(chat)).containsExactly(new ToolResult.Cancelled("ran wait\n"));

        lucid.sendMessage()
                .send(new SendMessage.Command(UserId.LOCAL, chat, "go on", Delivery.STEER, Optional.empty()));
        await().untilAsserted(() -> assertThat(ends(chat)).endsWith(new StopReason.Finished("Back again")));
    }

    @Test
    void closingRecordsWhatRanAndTheNextStartGoesOn() throws InterruptedException {
        var lucid = lucid(TestModels.script(says("I wait", command("wait")), says("Done")));
        var chat = start(lucid, "task");
        shell.waiting.await();

        lucid.close();

        assertThat(results(chat)).containsExactly(new ToolResult.Interrupted("ran wait\n"));
        assertThat(ends(chat)).isEmpty();

        lucid(TestModels.script(says("I wait", command("wait")), says("Done")));
        assertThat(ended(chat)).isEqualTo(new StopReason.Finished("Done"));
        assertThat(shell.ran).containsExactly("wait");
    }

    @Test
    void aSteeringMessageIsSeenAtTheNextStep() {
        var asked = new CountDownLatch(1);
        var sent = new CountDownLatch(1);
        var lucid = lucid(new TestModels((prompt, _, _) -> {
            asked.countDown();
            waitFor(sent);
            return new ModelOutcome.Replied(
                    prompt.messages().getLast().toString().contains("rather so")
                            ? says("As you wish")
                            : says("", command("step")));
        }));
        var chat = start(lucid, "task");
        waitFor(asked);

        lucid.sendMessage()
                .send(new SendMessage.Command(UserId.LOCAL, chat, "rather so", Delivery.STEER, Optional.empty()));
        sent.countDown();

        assertThat(ended(chat)).isEqualTo(new StopReason.Finished("As you wish"));
        assertThat(shell.ran).containsExactly("step");
        assertThat(events(chat).stream().filter(event -> event instanceof ChatFact.TurnStarted))
                .hasSize(1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFailureThatNoRetryHelpsEndsTheTurnWithItsReason() {
        var lucid = lucid(new TestModels((_, _, _) ->
                new ModelOutcome.Failed(new ModelFailure(ModelFailure.Kind.UNAUTHORIZED, "The key is not valid."))));

        var chat = start(lucid, "task");

        assertThat(ended(chat)).isEqualTo(new StopReason.Failed("The key is not valid."));
    }

    @Test
    void aRetriableFailureIsRetried() {
        var asked = new AtomicInteger();
        var lucid = lucid(new TestModels((_, _, _) -> asked.incrementAndGet() < 3
                ? new ModelOutcome.Failed(
                        new ModelFailure(ModelFailure.Kind.OVERLOADED, "busy", Optional.of(Duration.ofMillis(1))))
                : new ModelOutcome.Replied(says("At last"))));

        var chat = start(lucid, "task");

        assertThat(ended(chat)).isEqualTo(new StopReason.Finished("At last"));
    }

    @Test
    void aPromptThatIsTooLongIsShortenedEvenWhenTheSummaryOverflowsToo() {
        var asked = new AtomicInteger();
        var lucid = lucid(new TestModels((_, _, _) -> asked.incrementAndGet() < 5
                ? new ModelOutcome.Failed(new ModelFailure(ModelFailure.Kind.CONTEXT_OVERFLOW, "too long"))
                : new ModelOutcome.Replied(says("Fits"))));

        var chat = start(lucid, "task");

        ended(chat);
        assertThat(events(chat).stream().filter(event -> event instanceof ChatFact.ContextCondensed))
                .hasSize(2);
    }

    @Test
    void theSameKeyIsTheSameChatAndTheSameMessage() {
        var lucid = lucid(TestModels.script(says("Once")));
        var command = new StartChat.Command(
                UserId.LOCAL,
                "task",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("key-1"));

        var first = (StartChat.Outcome.Started) lucid.startChat().start(command);
        var second = (StartChat.Outcome.Started) lucid.startChat().start(command);

        assertThat(second.repeated()).isTrue();
        assertThat(second.chat().id()).isEqualTo(first.chat().id());
        ended(first.chat().id());
        assertThat(events(first.chat().id()).stream().filter(event -> event instanceof ChatRequest))
                .hasSize(1);
    }

    @Test
    void aCredentialInARepositorysAddressIsRefusedAndNotKept() {
        var lucid = lucid(TestModels.script(says("Once")));
        var repository = new RepositoryRef("https://me:secret@example.com/r", Optional.empty(), Author.LUCID);

        var outcome = lucid.startChat()
                .start(new StartChat.Command(
                        UserId.LOCAL,
                        "task",
                        Optional.empty(),
                        Optional.of(repository),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StartChat.Outcome.Refused.class,
                        refused -> assertThat(refused.message())
                                .contains("Leave them out")
                                .doesNotContain("secret"));
        assertThat(lucid.readChats().list(UserId.LOCAL, 10, 0)).isEmpty();
    }

    @Test
    void anAgentThatRepeatsItselfIsRemindedAndThenStopped() {
        var lucid = lucid(TestModels.script(says("", read("missing"))));

        var chat = start(lucid, "task");

        assertThat(ended(chat)).isInstanceOf(StopReason.Stuck.class);
    }

    @Test
    void otherPeopleSeeNothing() {
        var lucid = lucid(TestModels.script(says("Done")));
        var chat = start(lucid, "task");
        var stranger = UserId.ofSubject("stranger");

        assertThat(lucid.readChats().find(stranger, chat)).isEmpty();
        assertThat(lucid.readChats().events(stranger, chat, 0, 10)).isEmpty();
        assertThat(lucid.sendMessage()
                        .send(new SendMessage.Command(stranger, chat, "hi", Delivery.STEER, Optional.empty())))
                .isInstanceOf(SendMessage.Outcome.NoSuchChat.class);
    }

    private Lucid lucid(TestModels models) {
        var lucid = Lucid.builder()
                .store(store, store, store)
                .models(models)
                .sandboxes(sandboxes)
                .build();
        built = Optional.of(lucid);

        return lucid;
    }

    private static ChatId start(Lucid lucid, String task) {
        return ((StartChat.Outcome.Started) lucid.startChat().start(new StartChat.Command(UserId.LOCAL, task)))
                .chat()
                .id();
    }

    private StopReason ended(ChatId chat) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !ends(chat).isEmpty());

        return ends(chat).getLast();
    }

    private List<StopReason> ends(ChatId chat) {
        return events(chat).stream()
                .filter(ChatFact.TurnEnded.class::isInstance)
                .map(ended -> ((ChatFact.TurnEnded) ended).reason())
                .toList();
    }

    private List<ToolResult> results(ChatId chat) {
        return events(chat).stream()
                .filter(ChatFact.ToolFinished.class::isInstance)
                .map(finished -> ((ChatFact.ToolFinished) finished).result())
                .toList();
    }

    private List<ChatEvent> events(ChatId chat) {
        return store.read(chat, 0, 1000).stream().map(StoredEvent::event).toList();
    }
}
