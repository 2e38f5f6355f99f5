package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.finish;
import static dev.lucid.application.turn.TestModels.read;
import static dev.lucid.application.turn.TestModels.says;
import static dev.lucid.application.turn.TestModels.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemoryIntegrations;
import dev.lucid.memory.InMemoryOutputFiles;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.session.Sessions;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.CrashPoint;
import dev.lucid.testkit.StoreUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A turn whose process dies at every moment there is, and at many moments in a row. */
class TurnCrashTest {
    private static final TestModels MODELS = TestModels.script(
            says("I look and write", read("missing"), write("a.txt", "one"), command("first")),
            says("Again", command("second"), read("a.txt")),
            says("Done", finish("All done")));

    @Test
    void dyingAnywhereLosesNothingAndRepeatsNoWrite() {
        var moments = 0;
        for (var finished = false; !finished; moments++) {
            var world = new World();
            var crash = CrashPoint.at(moments);

            finished = world.diesAt(crash);
            world.comesToRest();

            world.assertNothingLostOrRepeated("died at moment " + moments);
        }

        assertThat(moments).as("moments to die at").isGreaterThan(50);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void dyingAgainAndAgainLosesNothingAndRepeatsNoWrite(long seed) {
        var random = new SplittableRandom(seed);
        var world = new World();

        for (var deaths = 0; deaths < 8; deaths++) {
            world.diesAt(CrashPoint.at(random.nextInt(60)));
        }
        world.comesToRest();

        world.assertNothingLostOrRepeated("seed " + seed);
    }

    /** What survives a process: the store, the files, and what the shell has done. */
    private static final class World {
        private final InMemoryStore store = new InMemoryStore();
        private final TestShell shell = new TestShell();
        private final InMemorySandboxes sandboxes = new InMemorySandboxes(shell);
        private final ChatId chat = new StoreUnderTest(store, store, store, UserId.LOCAL).newChat("task");
        private long boots;

        /** Runs the chat in a process that dies then, and says whether it came to its end before. */
        boolean diesAt(CrashPoint crash) {
            var process = newProcess();
            try {
                run(new Outside(
                        crash.in(EventLog.class, process),
                        crash.in(Leases.class, process),
                        crash.in(Chats.class, process),
                        crash.in(Sessions.class, process.sessions()),
                        crash.in(LanguageModels.class, MODELS),
                        crash.in(Sandboxes.class, sandboxes),
                        new InMemoryOutputFiles(),
                        NoRepositories.REFUSING,
                        new InMemoryIntegrations(),
                        new InMemoryGitHosts(),
                        (_, _) -> {
                            throw new AssertionError("nothing is fetched here");
                        },
                        Optional.empty(),
                        TurnRules.STANDARD,
                        Duration.ofMinutes(10),
                        InstantSource.system(),
                        new SplittableRandom(boots)));
                return !crash.hasDied();
            } catch (CrashPoint.Died _) {
                return false;
            } finally {
                store.abandon(new UUID(7, boots));
            }
        }

        void comesToRest() {
            assertThat(diesAt(CrashPoint.at(Integer.MAX_VALUE))).isTrue();
        }

        private InMemoryStore newProcess() {
            boots++;

            return store.asProcess(new UUID(7, boots));
        }

        private void run(Outside outside) {
            var lease = outside.leases().claim(chat).orElseThrow();
            var profile = outside.chats().load(chat).orElseThrow();
            var runner = new TurnRunner(outside, profile, lease, new Places(1).place(UserId.LOCAL), _ -> {});

            var end = runner.run();
            outside.leases().release(lease, runner.seen(), end == TurnRunner.End.RESTED);
        }

        void assertNothingLostOrRepeated(String when) {
            var events = store.read(chat, 0, 10_000);

            assertThat(events)
                    .as(when)
                    .extracting(StoredEvent::seq)
                    .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
            assertThat(shell.ran).as(when).doesNotHaveDuplicates();
            assertThat(reasons(events)).as(when).containsExactly(new StopReason.Finished("All done"));
            assertThat(new HashSet<>(ids(events))).as(when).hasSameSizeAs(events);
            assertThat(store.read(chat, 0, 1)).as(when).hasSize(1);
            assertThat(store.waiting(10)).as(when).isEmpty();
            assertUnknownWhereTheShellDidNotRun(events, when);
        }

        /** A command that never ran must be one whose outcome the model was told to be unknown. */
        private void assertUnknownWhereTheShellDidNotRun(List<StoredEvent> events, String when) {
            var unknown = events.stream()
                    .filter(stored -> stored.event() instanceof ChatFact.ToolFinished finished
                            && finished.result() instanceof ToolResult.OutcomeUnknown)
                    .count();

            assertThat(2 - shell.ran.size()).as(when).isLessThanOrEqualTo((int) unknown);
        }

        private static List<StopReason> reasons(List<StoredEvent> events) {
            return events.stream()
                    .map(StoredEvent::event)
                    .filter(ChatFact.TurnEnded.class::isInstance)
                    .map(ended -> ((ChatFact.TurnEnded) ended).reason())
                    .toList();
        }

        private static List<EventId> ids(List<StoredEvent> events) {
            return events.stream().map(StoredEvent::id).toList();
        }
    }
}
