package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.finish;
import static dev.lucid.application.turn.TestModels.says;
import static dev.lucid.application.turn.TestModels.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.memory.InMemoryReadySessions;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ManageChats.Renamed;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.ManageSessions.Lookup;
import dev.lucid.port.session.ManageSessions.Preparation;
import dev.lucid.port.session.ManageSessions.Start;
import dev.lucid.port.session.Session;
import dev.lucid.port.workspace.BrowseSession.Answer;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.SandboxSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions from their preparation to their end, and what becomes of their chats. */
@Timeout(60)
class SessionTest {
    private static final UserId STRANGER = UserId.ofSubject("stranger");
    private static final WorkspacePath FILE = WorkspacePath.of("a.txt");
    private static final TestModels WRITING = TestModels.script(
            says("I write", write("a.txt", "one")),
            says("Done", finish("First")),
            says("I write again", write("b.txt", "two")),
            says("Done", finish("Second")));

    private final TestLucid world = new TestLucid();
    private final InMemorySandboxes sandboxes = new InMemorySandboxes(world.shell);

    SessionTest() {
        world.sandboxes = sandboxes;
        world.workspaces = sandboxes;
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsPreparedWaitsAndIsInNoListOfChats() {
        var lucid = lucid();

        var prepared = prepare(lucid, "do it");

        assertThat(prepared.chat()).isEmpty();
        assertThat(prepared.task()).isEqualTo("do it");
        assertThat(lucid.readChats().list(UserId.LOCAL, 10, 0)).isEmpty();
        assertThat(lucid.manageSessions().list(UserId.LOCAL)).containsExactly(prepared);
        assertThat(lucid.manageSessions().find(UserId.LOCAL, prepared.id())).isEqualTo(new Lookup.Found(prepared));
        assertThat(lucid.manageSessions().find(STRANGER, prepared.id())).isEqualTo(new Lookup.SomebodyElses());
        assertThat(lucid.manageSessions().find(UserId.LOCAL, new SessionId(new UUID(0, 7))))
                .isEqualTo(new Lookup.NoSuchSession());
    }

    @Test
    void whatCannotBeStartedIsNotPrepared() {
        var prepared = lucid().manageSessions().prepare(new StartChat.Command(UserId.LOCAL, "x".repeat(80_001)));

        assertThat(prepared).isInstanceOf(Preparation.Refused.class);
        assertThat(world.store.drafts().list(UserId.LOCAL)).isEmpty();
    }

    @Test
    void aBlankTaskIsPreparedAndNotStarted() {
        var lucid = lucid();

        for (var task : List.of("", " ")) {
            var prepared = prepare(lucid, task);

            assertThat(lucid.manageSessions().start(UserId.LOCAL, prepared.id()))
                    .isInstanceOfSatisfying(
                            Start.Tried.class,
                            tried -> assertThat(tried.outcome()).isInstanceOf(StartChat.Outcome.Refused.class));
        }
        assertThat(lucid.readChats().list(UserId.LOCAL, 10, 0)).isEmpty();
    }

    @Test
    void theSameKeyPreparesOneSession() {
        var sessions = lucid().manageSessions();
        var command = new StartChat.Command(UserId.LOCAL, "task").withKey("k");

        assertThat(sessions.prepare(command)).isEqualTo(sessions.prepare(command));
    }

    @Test
    void whoPreparesASessionTakesOneThatASandboxIsReadyForUnlessAKeySaysWhich() {
        var ready = new InMemoryReadySessions();
        var waiting = new SessionId(new UUID(1, 1));
        ready.add(waiting);
        world.ready = ready;
        var lucid = lucid();
        lucid.manageSessions().prepare(new StartChat.Command(UserId.LOCAL, "task").withKey("k"));

        var prepared = prepare(lucid, "do it");

        assertThat(prepared.id()).isEqualTo(waiting);
        assertThat(started(lucid, waiting).session()).isEqualTo(waiting);
        assertThat(prepare(lucid, "do more").id()).isNotEqualTo(waiting);
    }

    @Test
    void aPreparedSessionStartsAsThatSession() {
        var lucid = lucid();
        var prepared = prepare(lucid, "do it");

        var chat = started(lucid, prepared.id());

        assertThat(chat.session()).isEqualTo(prepared.id());
        assertThat(world.store.drafts().list(UserId.LOCAL)).isEmpty();
        assertThat(world.ended(chat.id())).isEqualTo(new StopReason.Finished("First"));
        assertThat(lucid.manageSessions().list(UserId.LOCAL))
                .extracting(Session::id, Session::chat)
                .containsExactly(tuple(prepared.id(), Optional.of(chat.id())));
    }

    @Test
    void startingItTwiceIsOneChat() {
        var lucid = lucid();
        var prepared = prepare(lucid, "do it");
        var chat = started(lucid, prepared.id());

        var again = lucid.manageSessions().start(UserId.LOCAL, prepared.id());

        assertThat(again)
                .isInstanceOfSatisfying(
                        Start.Tried.class,
                        tried -> assertThat(tried.outcome())
                                .isInstanceOfSatisfying(StartChat.Outcome.Started.class, same -> {
                                    assertThat(same.chat().id()).isEqualTo(chat.id());
                                    assertThat(same.repeated()).isTrue();
                                }));
        assertThat(lucid.readChats().list(UserId.LOCAL, 10, 0)).hasSize(1);
    }

    @Test
    void nobodyElseStartsIt() {
        var lucid = lucid();
        var prepared = prepare(lucid, "do it");

        assertThat(lucid.manageSessions().start(STRANGER, prepared.id())).isEqualTo(new Start.NoSuchSession());
        assertThat(lucid.manageSessions().end(STRANGER, prepared.id())).isEqualTo(new Lookup.SomebodyElses());
        assertThat(lucid.manageSessions().find(UserId.LOCAL, prepared.id())).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void aPreparedSessionThatIsEndedCannotBeStarted() {
        var lucid = lucid();
        var prepared = prepare(lucid, "do it");

        assertThat(lucid.manageSessions().end(UserId.LOCAL, prepared.id())).isEqualTo(new Lookup.Found(prepared));

        assertThat(lucid.manageSessions().start(UserId.LOCAL, prepared.id())).isEqualTo(new Start.NoSuchSession());
        assertThat(lucid.manageSessions().end(UserId.LOCAL, prepared.id())).isEqualTo(new Lookup.NoSuchSession());
    }

    @Test
    void endingASessionStopsItsTurnAndRemovesItsWorkspace() throws InterruptedException {
        var lucid = world.lucid(TestModels.script(says("I wait", write("a.txt", "one"), command("wait"))));
        var chat = start(lucid);
        world.shell.waiting.await();

        var ended = lucid.manageSessions().end(UserId.LOCAL, chat.session());

        assertThat(ended).isInstanceOf(Lookup.Found.class);
        assertThat(lucid.manageSessions().find(UserId.LOCAL, chat.session())).isEqualTo(new Lookup.NoSuchSession());
        assertThat(lucid.manageSessions().list(UserId.LOCAL)).isEmpty();
        awaitEnd(chat);
        assertThat(world.ends(chat.id())).containsExactly(new StopReason.Stopped());
        assertThat(hasWorkspace(chat.session())).isFalse();
        assertThat(lucid.readChats().find(UserId.LOCAL, chat.id())).isPresent();
    }

    @Test
    void theNextMessageOpensTheNextSession() {
        var lucid = lucid();
        var chat = start(lucid);
        world.ended(chat.id());
        lucid.manageSessions().end(UserId.LOCAL, chat.session());
        awaitEnd(chat);

        say(lucid, chat.id(), "again");

        var next = lucid.readChats().find(UserId.LOCAL, chat.id()).orElseThrow().session();
        assertThat(next).isNotEqualTo(chat.session());
        assertThat(lucid.manageSessions().find(UserId.LOCAL, next)).isInstanceOf(Lookup.Found.class);
        await().until(() -> world.ends(chat.id()).contains(new StopReason.Finished("Second")));
        assertThat(sandboxes.read(new SandboxSpec(UserId.LOCAL, next), WorkspacePath.of("b.txt"), 10))
                .isPresent();
        assertThat(sandboxes.read(new SandboxSpec(UserId.LOCAL, next), FILE, 10))
                .isEmpty();
        assertThat(lucid.manageSessions().find(UserId.LOCAL, chat.session())).isEqualTo(new Lookup.NoSuchSession());
    }

    @Test
    void theNextSessionHasAFreshClone() {
        var repositories = new NotedRepositories();
        world.repositories = repositories;
        var chat = world.newChatOnARepository();
        var first = world.store.load(chat).orElseThrow();
        var lucid = world.lucid(TestModels.script(says("I wait", command("wait"))));
        await().until(() -> world.shell.waiting.getCount() == 0);
        lucid.manageSessions().end(UserId.LOCAL, first.session());
        awaitEnd(first);

        say(lucid, chat, "again");

        await().until(() -> repositories.cloned.size() == 2);
        assertThat(repositories.cloned)
                .extracting(SandboxSpec::session)
                .containsExactly(
                        first.session(), world.store.load(chat).orElseThrow().session());
        assertThat(repositories.discarded).extracting(SandboxSpec::session).containsExactly(first.session());
    }

    @Test
    void filesAreSeenBySession() {
        var lucid = lucid();
        var chat = start(lucid);
        world.ended(chat.id());
        var files = lucid.browseSession();

        assertThat(files.tree(UserId.LOCAL, chat.session())).isInstanceOf(Answer.Found.class);
        assertThat(files.read(UserId.LOCAL, chat.session(), FILE))
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> assertThat(text((FileContent) found.value())).isEqualTo("one"));
        assertThat(files.read(UserId.LOCAL, chat.session(), WorkspacePath.of("missing")))
                .isEqualTo(new Answer.NoSuchFile<>());
        assertThat(files.tree(STRANGER, chat.session())).isEqualTo(new Answer.SomebodyElses<FileTree>());
        assertThat(files.read(STRANGER, chat.session(), FILE)).isEqualTo(new Answer.SomebodyElses<>());
    }

    @Test
    void aSessionWithoutAWorkspaceHasNoFiles() {
        var lucid = lucid();
        var prepared = prepare(lucid, "task");
        var chat = start(lucid);
        world.ended(chat.id());
        lucid.manageSessions().end(UserId.LOCAL, chat.session());
        var files = lucid.browseSession();

        assertThat(files.tree(UserId.LOCAL, prepared.id())).isEqualTo(new Answer.NoSuchSession<>());
        assertThat(files.tree(STRANGER, prepared.id())).isEqualTo(new Answer.SomebodyElses<>());
        assertThat(files.tree(UserId.LOCAL, chat.session())).isEqualTo(new Answer.NoSuchSession<>());
        assertThat(files.read(UserId.LOCAL, chat.session(), FILE)).isEqualTo(new Answer.NoSuchSession<>());
        assertThat(lucid.browseWorkspace().tree(STRANGER, chat.id())).isEmpty();
    }

    @Test
    void aRenamedChatKeepsWhatFitsOfItsTitle() {
        var lucid = lucid();
        var chat = start(lucid).id();

        assertThat(lucid.manageChats().rename(UserId.LOCAL, chat, "better")).isEqualTo(new Renamed.Done("better"));
        assertThat(lucid.manageChats().rename(UserId.LOCAL, chat, "x".repeat(300)))
                .isEqualTo(new Renamed.Done("x".repeat(255)));
        assertThat(lucid.manageChats().rename(UserId.LOCAL, chat, " ")).isInstanceOf(Renamed.Refused.class);
        assertThat(lucid.manageChats().rename(STRANGER, chat, "mine")).isEqualTo(new Renamed.NoSuchChat());
    }

    @Test
    void aDeletedChatIsGoneWithItsTurnAndItsWorkspace() throws InterruptedException {
        var lucid = world.lucid(TestModels.script(says("I wait", write("a.txt", "one"), command("wait"))));
        var chat = start(lucid);
        world.shell.waiting.await();

        assertThat(lucid.manageChats().delete(STRANGER, chat.id())).isFalse();
        assertThat(lucid.manageChats().delete(UserId.LOCAL, chat.id())).isTrue();

        assertThat(lucid.readChats().find(UserId.LOCAL, chat.id())).isEmpty();
        assertThat(hasWorkspace(chat.session())).isFalse();
        assertThat(lucid.manageChats().delete(UserId.LOCAL, chat.id())).isFalse();
        await().until(() -> lucid.running() == 0);
    }

    @Test
    void whoeverRunsADeletedChatRemovesWhatItHad() throws InterruptedException {
        var chat = world.newChat();
        var session = world.store.load(chat).orElseThrow().session();
        var runner = world.runner(TestModels.script(says("I wait", write("a.txt", "one"), command("wait"))), chat);
        var running = Thread.ofVirtual().start(runner::run);
        world.shell.waiting.await();
        world.store.delete(UserId.LOCAL, chat);

        runner.lose();
        running.join();

        assertThat(hasWorkspace(session)).isFalse();
    }

    @Test
    void aDeletedChatThatNobodyRunsIsGoneWithItsWorkspace() {
        var chat = world.newChat();
        world.runOnce(WRITING, chat);
        var session = world.store.load(chat).orElseThrow().session();
        assertThat(hasWorkspace(session)).isTrue();
        var lucid = Lucid.builder()
                .store(world.store, world.store, world.store)
                .edits(world.store)
                .sessions(world.store.sessions(), world.store.drafts())
                .models(WRITING)
                .sandboxes(sandboxes)
                .withoutTurns()
                .build();

        try (lucid) {
            assertThat(lucid.manageChats().delete(UserId.LOCAL, chat)).isTrue();
        }

        assertThat(hasWorkspace(session)).isFalse();
    }

    @Test
    void aUserHasSoManyAtWorkAtOnceAndNoMore() throws InterruptedException {
        world.chatsPerUser = 2;
        var lucid = world.lucid(TestModels.script(says("I wait", command("wait"))));
        var command = new StartChat.Command(UserId.LOCAL, "task").withKey("k");
        lucid.startChat().start(command);
        prepare(lucid, "another");
        assertThat(lucid.manageSessions().prepare(new StartChat.Command(UserId.LOCAL, "a third")))
                .isInstanceOf(Preparation.TooMany.class);
        start(lucid);

        assertThat(lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "a third")))
                .isInstanceOf(StartChat.Outcome.TooMany.class);
        assertThat(lucid.startChat().start(command))
                .isInstanceOfSatisfying(
                        StartChat.Outcome.Started.class,
                        same -> assertThat(same.repeated()).isTrue());
        assertThat(lucid.startChat().start(new StartChat.Command(STRANGER, "mine")))
                .isInstanceOf(StartChat.Outcome.Started.class);
    }

    @Test
    void aChatAtRestIsNotWokenWhereTheUserHasEnoughAtWork() {
        world.chatsPerUser = 1;
        var resting = world.newChat();
        world.runOnce(WRITING, resting);
        assertThat(world.store.sessions().isAtWork(UserId.LOCAL, resting)).isFalse();
        var lucid = world.lucid(TestModels.script(says("I wait", command("wait"))));
        var working = start(lucid).id();
        var before = world.store.read(resting, 0, 100);

        assertThat(answer(lucid, resting)).isInstanceOf(SendMessage.Outcome.TooMany.class);
        assertThat(answer(lucid, working)).isInstanceOf(SendMessage.Outcome.Sent.class);
        assertThat(world.store.read(resting, 0, 100)).isEqualTo(before);
    }

    @Test
    void aBurstOfRequestsPutsNoMoreToWorkThanAUserMayHave() {
        world.chatsPerUser = 2;
        var lucid = world.lucid(TestModels.script(says("I wait", command("wait"))));
        var all = new CountDownLatch(50);

        var outcomes = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            all.countDown();
                            TestModels.await(all);
                            return lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "task " + i));
                        },
                        Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(outcomes)
                .filteredOn(StartChat.Outcome.Started.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aRepeatedRequestIsAnsweredAsBeforeWhereTheUserHasEnoughAtWorkByNow() {
        world.chatsPerUser = 1;
        var resting = world.newChat();
        var asking = world.asking(WRITING);
        var message = new SendMessage.Command(UserId.LOCAL, resting, "more", Delivery.STEER, Optional.of("a message"));
        var resume = new ControlTurn.Command(
                UserId.LOCAL, resting, new ChatRequest.ResumeRequested(), Optional.of("to go on"));
        var sent = (SendMessage.Outcome.Sent) asking.sendMessage().send(message);
        var requested = asking.controlTurn().control(resume);
        world.runOnce(WRITING, resting);
        var lucid = world.lucid(TestModels.script(says("I wait", command("wait"))));
        start(lucid);

        assertThat(lucid.sendMessage().send(message)).isEqualTo(new SendMessage.Outcome.Sent(sent.message(), true));
        assertThat(lucid.controlTurn().control(resume)).isEqualTo(requested);
        assertThat(answer(lucid, resting)).isInstanceOf(SendMessage.Outcome.TooMany.class);
    }

    private Lucid lucid() {
        return world.lucid(WRITING);
    }

    private static Session prepare(Lucid lucid, String task) {
        var prepared = lucid.manageSessions().prepare(new StartChat.Command(UserId.LOCAL, task));

        return ((ManageSessions.Preparation.Prepared) prepared).session();
    }

    private static ChatProfile started(Lucid lucid, SessionId session) {
        var start = (Start.Tried) lucid.manageSessions().start(UserId.LOCAL, session);

        return ((StartChat.Outcome.Started) start.outcome()).chat();
    }

    private static ChatProfile start(Lucid lucid) {
        var started = lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "task"));

        return ((StartChat.Outcome.Started) started).chat();
    }

    private static SendMessage.Outcome answer(Lucid lucid, ChatId chat) {
        return lucid.sendMessage()
                .send(new SendMessage.Command(UserId.LOCAL, chat, "more", Delivery.STEER, Optional.empty()));
    }

    private static void say(Lucid lucid, ChatId chat, String text) {
        lucid.sendMessage().send(new SendMessage.Command(UserId.LOCAL, chat, text, Delivery.STEER, Optional.empty()));
    }

    private void awaitEnd(ChatProfile chat) {
        await().until(() ->
                world.all(chat.id(), ChatFact.SessionEnded.class).contains(new ChatFact.SessionEnded(chat.session())));
    }

    private boolean hasWorkspace(SessionId session) {
        return sandboxes
                .list(new SandboxSpec(UserId.LOCAL, session), WorkspacePath.ROOT, 1, 1)
                .isPresent();
    }

    private static String text(FileContent content) {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }
}
