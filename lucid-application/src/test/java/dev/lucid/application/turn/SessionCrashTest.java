package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.finish;
import static dev.lucid.application.turn.TestModels.says;
import static dev.lucid.application.turn.TestModels.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.application.chat.SessionEnding;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemoryIntegrations;
import dev.lucid.memory.InMemoryOutputFiles;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.port.session.Sessions;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.CrashPoint;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session whose end is cut off at every moment there is: it ends all the same, and the next one is left alone. */
class SessionCrashTest {
    @Test
    void aRunnerThatDiesAnywhereLeavesTheEndToTheNext() {
        var moments = 0;
        for (var finished = false; !finished; moments++) {
            var world = new World();
            world.end();
            world.say();

            finished = world.runs(CrashPoint.at(moments));

            world.comesToRest();
            world.assertEndedAndGoneOn("died at moment " + moments);
        }

        assertThat(moments).as("moments to die at").isGreaterThan(30);
    }

    @Test
    void whoeverDiesWhileAskingForTheEndMayAskAgain() {
        for (var moment = 0; moment < 8; moment++) {
            var world = new World();
            try {
                world.asking(CrashPoint.at(moment)).ask(UserId.LOCAL, world.chat, world.first);
            } catch (CrashPoint.Died _) {
                world.asking(CrashPoint.at(Integer.MAX_VALUE)).ask(UserId.LOCAL, world.chat, world.first);
            }
            world.say();

            world.comesToRest();
            world.assertEndedAndGoneOn("died at moment " + moment);
        }
    }

    @Test
    void anEndThatReachedTheLogAloneIsAnEnd() {
        var world = new World();
        try {
            world.asking(CrashPoint.at(2)).ask(UserId.LOCAL, world.chat, world.first);
        } catch (CrashPoint.Died _) {
            // The store was not told: the runner does it.
        }
        assertThat(world.profile().session()).isEqualTo(world.first);
        world.say();

        world.comesToRest();

        world.assertEndedAndGoneOn("nobody told the store");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void dyingAgainAndAgainEndsTheSessionAndNoOther(long seed) {
        var random = new SplittableRandom(seed);
        var world = new World();
        for (var deaths = 0; deaths < 3; deaths++) {
            world.runs(CrashPoint.at(random.nextInt(40)));
        }
        world.end();
        for (var deaths = 0; deaths < 3; deaths++) {
            world.runs(CrashPoint.at(random.nextInt(20)));
        }
        world.say();
        for (var deaths = 0; deaths < 3; deaths++) {
            world.runs(CrashPoint.at(random.nextInt(40)));
        }

        world.comesToRest();
        world.assertEndedAndGoneOn("seed " + seed);
    }

    /** What survives a process: the store, the files, and what was discarded. */
    private static final class World {
        private static final TestModels MODELS = new TestModels((prompt, _, _) -> new ModelOutcome.Replied(
                prompt.messages().getLast() instanceof Message.Answer
                        ? says("Done", finish("All done"))
                        : says("I write", write("a.txt", "one"))));

        private final InMemoryStore store = new InMemoryStore();
        private final InMemorySandboxes sandboxes = new InMemorySandboxes();
        private final NotedRepositories repositories = new NotedRepositories();
        private final ChatId chat = new StoreUnderTest(store, store, store, UserId.LOCAL).newChat("task");
        private final SessionId first = profile().session();
        private long boots;

        ChatProfile profile() {
            return store.load(chat).orElseThrow();
        }

        void end() {
            new SessionEnding(store, store, store.sessions()).ask(UserId.LOCAL, chat, first);
        }

        SessionEnding asking(CrashPoint crash) {
            return new SessionEnding(
                    crash.in(EventLog.class, store), store, crash.in(Sessions.class, store.sessions()));
        }

        void say() {
            store.submit(UserId.LOCAL, chat, Facts.message("again"));
        }

        /** Runs the chat in a process that dies then, and says whether it came to its end before. */
        boolean runs(CrashPoint crash) {
            boots++;
            var process = store.asProcess(new UUID(7, boots));
            var outside = new Outside(
                    crash.in(EventLog.class, process),
                    crash.in(Leases.class, process),
                    crash.in(Chats.class, process),
                    crash.in(Sessions.class, process.sessions()),
                    MODELS,
                    crash.in(Sandboxes.class, sandboxes),
                    new InMemoryOutputFiles(),
                    crash.in(Repositories.class, repositories),
                    new InMemoryIntegrations(),
                    new InMemoryGitHosts(),
                    (_, _) -> {
                        throw new AssertionError("nothing is fetched here");
                    },
                    Optional.empty(),
                    TurnRules.STANDARD,
                    Duration.ofMinutes(10),
                    InstantSource.system(),
                    new SplittableRandom(boots));
            try {
                while (runOnce(outside) == TurnRunner.End.MOVED) {
                    // It goes on in the next session.
                }
                return !crash.hasDied();
            } catch (CrashPoint.Died _) {
                return false;
            } finally {
                store.abandon(new UUID(7, boots));
            }
        }

        private TurnRunner.End runOnce(Outside outside) {
            var lease = outside.leases().claim(chat).orElseThrow();
            var runner = new TurnRunner(
                    outside,
                    outside.chats().load(chat).orElseThrow(),
                    lease,
                    new Places(1).place(UserId.LOCAL),
                    _ -> {});
            var end = runner.run();
            outside.leases().release(lease, runner.seen(), end == TurnRunner.End.RESTED);

            return end;
        }

        void comesToRest() {
            assertThat(runs(CrashPoint.at(Integer.MAX_VALUE))).isTrue();
        }

        void assertEndedAndGoneOn(String when) {
            var events =
                    store.read(chat, 0, 10_000).stream().map(StoredEvent::event).toList();
            var next = profile().session();

            assertThat(events)
                    .as(when)
                    .filteredOn(ChatFact.SessionEnded.class::isInstance)
                    .containsExactly(new ChatFact.SessionEnded(first));
            assertThat(events.getLast())
                    .as(when)
                    .isEqualTo(new ChatFact.TurnEnded(new StopReason.Finished("All done")));
            assertThat(next).as(when).isNotEqualTo(first);
            assertThat(store.sessions().find(UserId.LOCAL, next)).as(when).isPresent();
            assertThat(store.sessions().exists(first)).as(when).isFalse();
            assertThat(hasWorkspace(first)).as(when).isFalse();
            assertThat(hasWorkspace(next)).as(when).isTrue();
            assertThat(List.copyOf(repositories.discarded))
                    .as(when)
                    .isNotEmpty()
                    .allMatch(discarded -> discarded.session().equals(first));
            assertThat(store.waiting(10)).as(when).isEmpty();
        }

        private boolean hasWorkspace(SessionId session) {
            return sandboxes
                    .list(new SandboxSpec(UserId.LOCAL, session), WorkspacePath.ROOT, 1, 1)
                    .isPresent();
        }
    }
}
