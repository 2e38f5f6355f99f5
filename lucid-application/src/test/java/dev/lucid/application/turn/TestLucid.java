package dev.lucid.application.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemoryIntegrations;
import dev.lucid.memory.InMemoryOutputFiles;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.PortFailure;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.Workspaces;
import dev.lucid.testkit.StoreUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A store in memory and all that turns need around it, each of which a test may replace before it runs anything: as a
 * whole Lucid, or as one runner of one chat.
 */
final class TestLucid implements AutoCloseable {
    final InMemoryStore store;
    final TestShell shell = new TestShell();
    EventLog log;
    Chats chats;
    Leases leases;
    Sandboxes sandboxes = new InMemorySandboxes(shell);
    Workspaces workspaces = new InMemorySandboxes();
    Remains remains = new InMemorySandboxes();
    OutputFiles outputs = new InMemoryOutputFiles();
    Repositories repositories = NoRepositories.REFUSING;
    Integrations integrations = new InMemoryIntegrations();
    GitHosts hosts = new InMemoryGitHosts();
    Optional<Inward> inward = Optional.empty();
    TurnRules rules = TurnRules.STANDARD;
    InstantSource clock = InstantSource.system();
    LongSupplier ticks = System::nanoTime;
    Optional<SessionRecords> records = Optional.empty();
    Duration courtesy = Duration.ZERO;
    int chatsPerUser = 1000;
    int turns = 200;
    ReadySessions ready = ReadySessions.NONE;
    Duration idle = Duration.ofMinutes(10);
    Places places = new Places(200);
    private final List<Lucid> built = new ArrayList<>();
    private long ids;

    TestLucid() {
        this(InstantSource.system());
    }

    /** On a clock of the store's own: by it leases lapse. */
    TestLucid(InstantSource storesClock) {
        store = new InMemoryStore(storesClock);
        log = store;
        chats = store;
        leases = store;
    }

    /** A process that runs no turns. */
    Lucid asking(TestModels models) {
        return Lucid.builder()
                .store(log, leases, chats)
                .sessions(store.sessions(), store.drafts())
                .models(models)
                .sandboxes(sandboxes)
                .withoutTurns()
                .build();
    }

    Lucid lucid(TestModels models) {
        var lucid = Lucid.builder()
                .store(log, leases, chats)
                .edits(store)
                .sessions(store.sessions(), store.drafts())
                .models(models)
                .sandboxes(sandboxes)
                .readySessions(ready)
                .workspaces(workspaces)
                .outputs(outputs)
                .repositories(repositories)
                .integrations(integrations)
                .hosts(hosts)
                .rules(rules)
                .courtesy(courtesy)
                .chatsPerUser(chatsPerUser)
                .turns(turns)
                .clock(clock)
                .housekeeping(remains, records.orElseGet(store::records), Duration.ofDays(30), ticks)
                .build();
        built.add(lucid);

        return lucid;
    }

    /** A runner that holds the chat, on whatever thread the test gives it. */
    TurnRunner runner(TestModels models, ChatId chat) {
        return runner(models, chat, _ -> {});
    }

    TurnRunner runner(TestModels models, ChatId chat, Consumer<Delta> live) {
        var outside = new Outside(
                log,
                leases,
                chats,
                store.sessions(),
                models,
                sandboxes,
                outputs,
                repositories,
                integrations,
                hosts,
                (_, _) -> {
                    throw new AssertionError("nothing is fetched here");
                },
                inward,
                rules,
                idle,
                clock,
                new SplittableRandom(ids++));

        return new TurnRunner(
                outside,
                store.load(chat).orElseThrow(),
                leases.claim(chat).orElseThrow(),
                places.place(UserId.LOCAL),
                live);
    }

    /** Runs the chat once, as a process does that a failure of the world outside cuts off or not, and gives it back. */
    void runOnce(TestModels models, ChatId chat) {
        var runner = runner(models, chat);
        var rested = false;
        try {
            rested = runner.run() == TurnRunner.End.RESTED;
        } catch (PortFailure _) {
            // The test looks at what was stored.
        }
        leases.release(runner.lease(), runner.seen(), rested);
    }

    ChatId newChat() {
        return new StoreUnderTest(store, store, store, UserId.LOCAL).newChat("task");
    }

    ChatId newChatOf(ModelRef model) {
        var profile = new StoreUnderTest(store, store, store, UserId.LOCAL).profile("task");
        var chat = new ChatProfile(
                profile.id(),
                profile.owner(),
                profile.session(),
                profile.title(),
                model,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                true,
                profile.createdAt(),
                profile.updatedAt());
        var task = new NewEvent<ChatRequest>(nextId(), new ChatRequest.UserMessaged("task", Delivery.STEER, true));
        store.create(chat, task, ChatSecrets.NONE);

        return chat.id();
    }

    ChatId newChatOnARepository() {
        return newChatOnARepository("/origin", false, ChatSecrets.NONE);
    }

    ChatId newChatOnARepository(String address, boolean pullRequest, ChatSecrets secrets) {
        var profile = profileOn(address, pullRequest);
        store.create(
                profile, new NewEvent<>(nextId(), new ChatRequest.UserMessaged("task", Delivery.STEER, true)), secrets);

        return profile.id();
    }

    ChatProfile profileOn(String address, boolean pullRequest) {
        var profile = new StoreUnderTest(store, store, store, UserId.LOCAL).profile("task");

        return new ChatProfile(
                profile.id(),
                profile.owner(),
                profile.session(),
                profile.title(),
                profile.model(),
                Optional.of(new RepositoryRef(address, Optional.empty(), Author.LUCID)),
                pullRequest,
                profile.project(),
                profile.label(),
                profile.active(),
                profile.createdAt(),
                profile.updatedAt());
    }

    void ask(ChatId chat, ChatRequest request) {
        store.submit(UserId.LOCAL, chat, new NewEvent<>(nextId(), request));
    }

    void say(ChatId chat, String text) {
        ask(chat, new ChatRequest.UserMessaged(text, Delivery.STEER, false));
    }

    private EventId nextId() {
        return new EventId(new UUID(9, ids++));
    }

    StopReason ended(ChatId chat) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !ends(chat).isEmpty());

        return ends(chat).getLast();
    }

    List<StopReason> ends(ChatId chat) {
        return all(chat, ChatFact.TurnEnded.class).stream()
                .map(ChatFact.TurnEnded::reason)
                .toList();
    }

    List<ToolResult> results(ChatId chat) {
        return all(chat, ChatFact.ToolFinished.class).stream()
                .map(ChatFact.ToolFinished::result)
                .toList();
    }

    <E extends ChatEvent> List<E> all(ChatId chat, Class<E> type) {
        return events(chat).stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<ChatEvent> events(ChatId chat) {
        return store.read(chat, 0, 10_000).stream().map(StoredEvent::event).toList();
    }

    void assertEachCallHasOneResult(ChatId chat) {
        assertThat(all(chat, ChatFact.ToolFinished.class).stream().map(ChatFact.ToolFinished::call))
                .containsExactlyInAnyOrderElementsOf(all(chat, ChatFact.ToolCalled.class).stream()
                        .map(called -> called.call().id())
                        .toList());
    }

    @Override
    public void close() {
        built.forEach(Lucid::close);
    }
}
