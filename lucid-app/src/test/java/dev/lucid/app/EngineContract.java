package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.cli.Engine;
import dev.lucid.cli.Runner;
import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.integration.ConnectHosts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What commands rely on, whether Lucid is open in their process or on a server. */
interface EngineContract {
    Duration PATIENCE = Duration.ofSeconds(60);

    /** What is said decides what is done; what may write waits for a person. */
    String SCRIPT = """
            answers:
              - when: and more
                turns:
                  - calls:
                      - tool: run_command
                        arguments: {command: "echo begun; sleep 600", seconds: 900}
              - when: write it
                turns:
                  - calls:
                      - tool: write_file
                        arguments: {path: made.txt, content: made}
                  - text: That is written.
              - turns:
                  - text: That is done.
            """;

    Engine engine();

    /** A chat of another user in the same Lucid. */
    ChatId othersChat();

    /** The address of a repository with a commit. */
    String repository();

    @Test
    default void aTurnIsWatchedToItsEndContinuedAndStopped() {
        var command = new StartChat.Command(engine().user(), "work").withKey("key " + UUID.randomUUID());
        var started = started(command);
        var chat = started.chat();
        var again = started(command);

        assertThat(started.task().seq()).isEqualTo(1);
        assertThat(again.repeated()).isTrue();
        assertThat(again.chat().id()).isEqualTo(chat.id());
        assertThat(again.task()).isEqualTo(started.task());

        var sights = new CopyOnWriteArrayList<Sight>();
        try (var _ = watching(chat.id(), 0, sights)) {
            ended(sights, StopReason.Finished.class);
            await().atMost(PATIENCE).until(() -> sights.stream().anyMatch(Sight.CaughtUp.class::isInstance));
            assertThat(sights).filteredOn(Sight.CaughtUp.class::isInstance).hasSize(1);
            assertThat(events(sights).toString()).contains("That is done.");

            var message = new SendMessage.Command(
                    engine().user(), chat.id(), "and more", Delivery.STEER, Optional.of("message"));
            var sent = sent(message);
            assertThat(sent).isEqualTo(sent(message));
            assertThat(sent.event()).isEqualTo(new ChatRequest.UserMessaged("and more", Delivery.STEER, false));

            var decision = decided(chat, sights, Decision.ALLOW);
            assertThat(decision.event()).isInstanceOf(ChatRequest.ApprovalGiven.class);
            await().atMost(PATIENCE)
                    .until(() -> sights.stream()
                            .anyMatch(sight -> sight instanceof Sight.Delta(var kind, var _, var _, var text)
                                    && kind == Sight.Kind.OUTPUT
                                    && text.contains("begun")));
            assertThat(engine().runner(chat)).isNotEqualTo(Runner.NOBODY);
            var stop = requested(chat, new ChatRequest.StopRequested());
            ended(sights, StopReason.Stopped.class);
            assertThat(events(sights)).contains(decision, stop);
        }
        assertThat(events(sights))
                .isEqualTo(read(chat))
                .extracting(StoredEvent::seq)
                .isEqualTo(
                        LongStream.rangeClosed(1, events(sights).size()).boxed().toList());
        aWatchFromTheMiddleShowsTheRest(chat);
    }

    private void aWatchFromTheMiddleShowsTheRest(ChatProfile chat) {
        var sights = new CopyOnWriteArrayList<Sight>();
        try (var _ = watching(chat.id(), 3, sights)) {
            await().atMost(PATIENCE).until(() -> sights.stream().anyMatch(Sight.CaughtUp.class::isInstance));
        }
        assertThat(events(sights)).isEqualTo(read(chat).stream().skip(3).toList());
    }

    @Test
    default void aCallThatSomebodyDeniesIsNotRun() {
        var chat = started(new StartChat.Command(engine().user(), "write it")).chat();
        var sights = new CopyOnWriteArrayList<Sight>();
        try (var _ = watching(chat.id(), 0, sights)) {
            decided(chat, sights, Decision.DENY);
            ended(sights, StopReason.Finished.class);

            assertThat(facts(sights, ChatFact.ToolStarted.class)).isEmpty();
            assertThat(facts(sights, ChatFact.ToolFinished.class))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.result()).isInstanceOf(ToolResult.Denied.class));
        }
    }

    @Test
    default void aPausedTurnGoesOnOnceItIsResumed() {
        var chat = started(new StartChat.Command(engine().user(), "write it")).chat();
        var sights = new CopyOnWriteArrayList<Sight>();
        try (var _ = watching(chat.id(), 0, sights)) {
            asked(sights);
            requested(chat, new ChatRequest.PauseRequested());
            decided(chat, sights, Decision.ALWAYS);
            var resumed = requested(chat, new ChatRequest.ResumeRequested());
            ended(sights, StopReason.Finished.class);

            assertThat(events(sights))
                    .filteredOn(stored -> stored.event() instanceof ChatFact.ToolStarted)
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.seq()).isGreaterThan(resumed.seq()));
        }
    }

    @Test
    default void workOnARepositoryComesBackAsABranch() {
        var repository = new RepositoryRef(repository(), Optional.empty(), Author.LUCID);
        var chat = started(new StartChat.Command(
                        engine().user(),
                        "write it",
                        Optional.empty(),
                        Optional.of(repository),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .chat();
        assertThat(chat.repository()).contains(repository);
        assertThat(engine().readChats().find(engine().user(), chat.id()).flatMap(ChatProfile::repository))
                .contains(repository);
        var sights = new CopyOnWriteArrayList<Sight>();
        try (var _ = watching(chat.id(), 0, sights)) {
            decided(chat, sights, Decision.ALLOW);
            ended(sights, StopReason.Finished.class);
        }
        var cloned = facts(sights, ChatFact.RepositoryCloned.class);
        var pushed = facts(sights, ChatFact.BranchPushed.class);

        assertThat(cloned).hasSize(1);
        assertThat(pushed).singleElement().satisfies(push -> {
            assertThat(push.branch()).isEqualTo(cloned.getFirst().branch());
            assertThat(push.diff()).contains("+made");
        });
    }

    @Test
    default void aChatIsFoundAndListedAsItIs() {
        var chat = started(new StartChat.Command(engine().user(), "a title of its own"))
                .chat();
        var found = engine().readChats().find(engine().user(), chat.id()).orElseThrow();

        assertThat(found.title()).isEqualTo("a title of its own");
        assertThat(found.id()).isEqualTo(chat.id());
        assertThat(found.session()).isEqualTo(chat.session());
        assertThat(found.model()).isEqualTo(chat.model());
        assertThat(found.createdAt()).isEqualTo(chat.createdAt());
        assertThat(engine().readChats().list(engine().user(), 200, 0))
                .extracting(ChatProfile::id)
                .contains(chat.id())
                .doesNotContain(othersChat());
        assertThat(engine().readChats().list(engine().user(), 1, 0)).hasSize(1);
    }

    @Test
    default void aModelThatIsNotThereIsRefusedInWords() {
        var command = new StartChat.Command(
                engine().user(),
                "work",
                Optional.of("no-such-model"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(engine().startChat().start(command))
                .isInstanceOfSatisfying(
                        StartChat.Outcome.Refused.class,
                        refused -> assertThat(refused.message()).contains("no-such-model"));
    }

    @Test
    default void anUnknownChatIsNotThere() {
        nothingIsThere(new ChatId(UUID.randomUUID()));
    }

    @Test
    default void anotherUsersChatIsNotThere() {
        nothingIsThere(othersChat());
    }

    private void nothingIsThere(ChatId chat) {
        var user = engine().user();

        assertThat(engine().readChats().find(user, chat)).isEmpty();
        assertThat(engine().readChats().events(user, chat, 0, 10)).isEmpty();
        assertThat(engine().watchChat().watch(new WatchChat.Command(user, chat, 0), (_, done) -> done.run()))
                .isInstanceOf(WatchChat.Outcome.NoSuchChat.class);
        assertThat(engine().sendMessage()
                        .send(new SendMessage.Command(user, chat, "hello", Delivery.QUEUE, Optional.empty())))
                .isInstanceOf(SendMessage.Outcome.NoSuchChat.class);
        assertThat(engine().controlTurn()
                        .control(
                                new ControlTurn.Command(user, chat, new ChatRequest.StopRequested(), Optional.empty())))
                .isInstanceOf(ControlTurn.Outcome.NoSuchChat.class);
    }

    @Test
    default void noGitHostIsConnectedYet() {
        var hosts = engine().connectHosts();

        assertThat(hosts.list(engine().user())).isEmpty();
        assertThat(hosts.disconnect(engine().user(), GitProvider.GITHUB)).isFalse();
        assertThat(hosts.repositories(engine().user(), GitProvider.GITLAB))
                .isInstanceOf(ConnectHosts.Answer.NotConnected.class);
    }

    private StartChat.Outcome.Started started(StartChat.Command command) {
        return (StartChat.Outcome.Started) engine().startChat().start(command);
    }

    private StoredEvent sent(SendMessage.Command command) {
        return ((SendMessage.Outcome.Sent) engine().sendMessage().send(command)).message();
    }

    private StoredEvent requested(ChatProfile chat, ChatRequest request) {
        var command = new ControlTurn.Command(engine().user(), chat.id(), request, Optional.empty());
        return ((ControlTurn.Outcome.Requested) engine().controlTurn().control(command)).request();
    }

    private StoredEvent decided(ChatProfile chat, List<Sight> sights, Decision decision) {
        return requested(chat, new ChatRequest.ApprovalGiven(asked(sights), decision));
    }

    /** Waits until a decision is asked for, and says about which call. */
    private static CallId asked(List<Sight> sights) {
        await().atMost(PATIENCE)
                .until(() -> !facts(sights, ChatFact.ApprovalAsked.class).isEmpty());

        return facts(sights, ChatFact.ApprovalAsked.class).getFirst().call();
    }

    private WatchChat.Watch watching(ChatId chat, long after, List<Sight> sights) {
        var outcome = engine().watchChat().watch(new WatchChat.Command(engine().user(), chat, after), (sight, done) -> {
            sights.add(sight);
            done.run();
        });
        return ((WatchChat.Outcome.Watching) outcome).watch();
    }

    private static void ended(List<Sight> sights, Class<? extends StopReason> how) {
        await().atMost(PATIENCE)
                .until(() -> events(sights).stream().map(StoredEvent::event).anyMatch(event -> isEnd(event, how)));
    }

    private static boolean isEnd(ChatEvent event, Class<? extends StopReason> how) {
        return event instanceof ChatFact.TurnEnded(var reason) && how.isInstance(reason);
    }

    private List<StoredEvent> read(ChatProfile chat) {
        return engine().readChats().events(engine().user(), chat.id(), 0, 100);
    }

    private static <T extends ChatFact> List<T> facts(List<Sight> sights, Class<T> kind) {
        return events(sights).stream()
                .map(StoredEvent::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static List<StoredEvent> events(List<Sight> sights) {
        return sights.stream()
                .filter(Sight.Event.class::isInstance)
                .map(sight -> ((Sight.Event) sight).event())
                .toList();
    }
}
