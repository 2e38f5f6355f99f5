package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.finish;
import static dev.lucid.application.turn.TestModels.says;
import static dev.lucid.application.turn.TestModels.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.SessionRecord;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.SweepRemains.Swept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is removed of sessions that no chat has any more, or in whose chat nothing happens for long; and what stays. */
@Timeout(60)
class RemainsSweepingTest {
    private static final Swept NOTHING = new Swept(0, 0);
    private static final TestModels WRITING = TestModels.script(
            says("I write", write("a.txt", "one")),
            says("Done", finish("First")),
            says("I write again", write("b.txt", "two")),
            says("Done", finish("Second")));

    private volatile Duration shared = Duration.ZERO;
    private volatile Runnable said = () -> {};
    private volatile Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private final TestLucid world = new TestLucid(() -> now);
    private final InMemorySandboxes sandboxes = new InMemorySandboxes(world.shell);

    RemainsSweepingTest() {
        world.clock = () -> now;
        world.ticks = () -> Duration.between(Instant.EPOCH, now).toNanos();
        world.sandboxes = sandboxes;
        world.remains = sandboxes;
        sandboxes.note(world.store.records().store());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anIdleChatsSessionEndsAndItsNextMessageBeginsInANewWorkspace() {
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        pass(Duration.ofDays(31));

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(new Swept(1, 0));

        await().until(() -> !world.all(chat.id(), ChatFact.SessionEnded.class).isEmpty());
        assertThat(sandboxes.sessions()).isEmpty();
        assertThat(lucid.readChats().find(UserId.LOCAL, chat.id())).isPresent();
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        await().until(() -> lucid.running() == 0);

        say(lucid, chat, "again");

        await().until(() -> world.ends(chat.id()).contains(new StopReason.Finished("Second")));
        assertThat(sandboxes.sessions()).hasSize(1).doesNotContain(spec(chat.session()));
    }

    @Test
    void aChatInWhichSomethingHappenedLatelyKeepsItsWorkspace() {
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        pass(Duration.ofDays(29));
        say(lucid, chat, "again");
        await().until(() -> world.ends(chat.id()).contains(new StopReason.Finished("Second")));
        await().until(() -> lucid.running() == 0);
        pass(Duration.ofDays(29));

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        assertThat(sandboxes.sessions()).containsExactly(spec(chat.session()));
    }

    @Test
    void aTurnThatWaitsForLongIsLeftAlone() throws InterruptedException {
        var lucid = world.lucid(TestModels.script(says("I wait", write("a.txt", "one"), command("wait"))));
        var chat = start(lucid);
        world.shell.waiting.await();
        pass(Duration.ofDays(40));

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        assertThat(sandboxes.sessions()).containsExactly(spec(chat.session()));
        assertThat(world.ends(chat.id())).isEmpty();
    }

    @Test
    void whatNoChatHasAnyMoreGoesOnceItWasUnknownForAnHour() {
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        var left = new SandboxSpec(UserId.ofSubject("somebody"), new SessionId(UUID.randomUUID()));
        sandboxes.open(left).close();

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        pass(Duration.ofMinutes(59));
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        pass(Duration.ofMinutes(1));
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(new Swept(0, 1));

        assertThat(sandboxes.sessions()).containsExactly(spec(chat.session()));
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
    }

    @Test
    void nothingIsRemovedWhereTheStoreKnowsNoneOfWhatLiesThere() {
        var lucid = world.lucid(WRITING);
        for (var i = 0; i < 3; i++) {
            sandboxes.open(spec(new SessionId(UUID.randomUUID()))).close();
        }
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        pass(Duration.ofDays(90));

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        assertThat(sandboxes.sessions()).hasSize(3);
    }

    /** As where a server's database was changed, or another server with its own database has the same folders. */
    @Test
    void whatAnotherStoreMayHaveStaysHoweverManyOfItsOwnItKnows() {
        sandboxes.note(UUID.randomUUID());
        var others = spec(new SessionId(UUID.randomUUID()));
        sandboxes.open(others).close();
        sandboxes.note(world.store.records().store());
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        pass(Duration.ofHours(2));

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        assertThat(sandboxes.sessions()).containsExactlyInAnyOrder(others, spec(chat.session()));
        pass(Duration.ofDays(31));
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(new Swept(1, 0));
        assertThat(sandboxes.sessions()).contains(others);
    }

    @Test
    void aSweepRemovesSoMuchAtOnceAndNoMore() {
        var lucid = world.lucid(WRITING);
        finished(lucid);
        for (var i = 0; i < 60; i++) {
            sandboxes.open(spec(new SessionId(UUID.randomUUID()))).close();
        }
        lucid.sweepRemains().sweep();
        pass(Duration.ofHours(2));

        assertThat(List.of(lucid.sweepRemains().sweep(), lucid.sweepRemains().sweep()))
                .containsExactly(new Swept(0, 50), new Swept(0, 10));
    }

    /** Rows that others have made may name one session twice. */
    @Test
    void aSessionThatSeveralChatsHaveEndsOnlyOnceAllAreIdle() {
        shared = Duration.ofDays(1);
        world.records = Optional.of(with(found -> Stream.concat(
                        found.stream().map(record -> idle(record, shared)), found.stream())
                .toList()));
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        pass(Duration.ofDays(31));

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);
        assertThat(sandboxes.sessions()).containsExactly(spec(chat.session()));
        shared = Duration.ofDays(31);
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(new Swept(1, 0));
    }

    @Test
    void aMessageThatComesWhileItsChatIsSweptIsAnsweredInItsWorkspace() {
        var looks = new AtomicInteger();
        world.records = Optional.of(with(found -> {
            if (looks.incrementAndGet() == 2) {
                said.run();
            }
            return found;
        }));
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        pass(Duration.ofDays(31));
        said = () -> world.say(chat.id(), "just now");

        assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING);

        await().until(() -> world.ends(chat.id()).contains(new StopReason.Finished("Second")));
        assertThat(world.all(chat.id(), ChatFact.SessionEnded.class)).isEmpty();
        assertThat(sandboxes.sessions()).containsExactly(spec(chat.session()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeRemovedKeepsNothingElse(boolean open) {
        world.sandboxes = new StuckSandboxes(
                sandboxes,
                60,
                () -> open
                        ? new IllegalStateException("It is open.")
                        : new PortFailure.Permanent("It is somebody else's."));
        var lucid = world.lucid(WRITING);
        var chat = finished(lucid);
        for (var i = 0; i < 70; i++) {
            sandboxes.open(spec(new SessionId(UUID.randomUUID()))).close();
        }
        lucid.sweepRemains().sweep();
        pass(Duration.ofHours(2));

        assertThat(List.of(lucid.sweepRemains().sweep(), lucid.sweepRemains().sweep()))
                .containsExactly(NOTHING, new Swept(0, 10));
        assertThat(sandboxes.sessions()).hasSize(61).contains(spec(chat.session()));
    }

    private SessionRecords with(UnaryOperator<List<SessionRecord>> change) {
        var real = world.store.records();
        return new SessionRecords() {
            @Override
            public List<SessionRecord> of(Set<SessionId> sessions) {
                return change.apply(real.of(sessions));
            }

            @Override
            public UUID store() {
                return real.store();
            }
        };
    }

    private static SessionRecord idle(SessionRecord record, Duration idle) {
        return new SessionRecord(
                record.session(), record.owner(), record.chat(), record.atWork(), record.latest(), idle);
    }

    @Test
    void oneSweepsAtATime() {
        var lucid = world.lucid(WRITING);
        finished(lucid);
        pass(Duration.ofDays(31));

        sandboxes.alone(() -> assertThat(lucid.sweepRemains().sweep()).isEqualTo(NOTHING));
        assertThat(lucid.sweepRemains().sweep()).isEqualTo(new Swept(1, 0));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private ChatProfile finished(Lucid lucid) {
        var chat = start(lucid);
        world.ended(chat.id());
        await().until(() -> lucid.running() == 0);

        return chat;
    }

    private static ChatProfile start(Lucid lucid) {
        var started = lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "task"));

        return ((StartChat.Outcome.Started) started).chat();
    }

    private static void say(Lucid lucid, ChatProfile chat, String text) {
        assertThat(lucid.sendMessage()
                        .send(new SendMessage.Command(UserId.LOCAL, chat.id(), text, Delivery.STEER, Optional.empty())))
                .isInstanceOf(SendMessage.Outcome.Sent.class);
    }

    private static SandboxSpec spec(SessionId session) {
        return new SandboxSpec(UserId.LOCAL, session);
    }
}
