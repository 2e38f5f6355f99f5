package dev.lucid.domain.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.workspace.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every run, shown on many that were drawn by chance; the seed is in the test's name. */
class TurnPropertyTest {
    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyRunComesToRestWithOneResultForEachCall(long seed) {
        var world = new PureWorld(seed, true).run();

        assertOneResultForEachCall(world);
        assertThat(world.chat.running()).isEmpty();
        assertThat(ended(world)).isEqualTo(askedToEnd(world));
    }

    private static List<SessionId> askedToEnd(PureWorld world) {
        return world.events.stream()
                .map(StoredEvent::event)
                .filter(ChatRequest.SessionEndRequested.class::isInstance)
                .map(asked -> ((ChatRequest.SessionEndRequested) asked).session())
                .toList();
    }

    private static List<SessionId> ended(PureWorld world) {
        return world.events.stream()
                .map(StoredEvent::event)
                .filter(ChatFact.SessionEnded.class::isInstance)
                .map(ended -> ((ChatFact.SessionEnded) ended).session())
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyPrefixGoneOnWithEndsAsTheWholeRunEnds(long seed) {
        var whole = new PureWorld(seed, false).run();

        for (var died = 1; died < whole.events.size(); died++) {
            var continued = whole.diedAfter(died).run();

            assertThat(lastReason(continued))
                    .as("seed %d, died after event %d", seed, died)
                    .isEqualTo(lastReason(whole));
            assertOneResultForEachCall(continued);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWritesIsNeverRepeatedHoweverOftenTheProcessDies(long seed) {
        var random = new SplittableRandom(seed);
        var world = new PureWorld(seed, true).run();
        for (var deaths = 0; deaths < 8; deaths++) {
            world = world.diedAfter(1 + random.nextInt(world.events.size())).run();

            for (var run : world.runs.entrySet()) {
                if (world.effects.get(run.getKey()) == Effect.WRITES) {
                    assertThat(run.getValue())
                            .as("seed %d, call %s", seed, run.getKey())
                            .isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPromptPairsCallsAndAnswers(long seed) {
        var world = new PureWorld(seed, true).run();

        for (var length = 1; length <= world.events.size(); length++) {
            assertWellFormed(Projection.of(world.events.subList(0, length), 1000), seed, length);
        }
    }

    private static void assertWellFormed(List<Message> messages, long seed, int length) {
        var open = new ArrayDeque<CallId>();
        Optional<Message> before = Optional.empty();
        for (var message : messages) {
            var where = "seed " + seed + ", " + length + " events";
            switch (message) {
                case Message.User _ -> {
                    assertThat(open).as(where).isEmpty();
                    assertThat(before.filter(Message.User.class::isInstance))
                            .as(where)
                            .isEmpty();
                }
                case Message.Assistant assistant -> {
                    assertThat(open).as(where).isEmpty();
                    assistant.calls().forEach(call -> open.add(call.id()));
                }
                case Message.Answer answer -> assertThat(open.poll()).as(where).isEqualTo(answer.call());
            }
            before = Optional.of(message);
        }
        assertThat(open).isEmpty();
    }

    private static void assertOneResultForEachCall(PureWorld world) {
        var draft = new ArrayList<CallId>();
        var called = new ArrayList<CallId>();
        var finished = new ArrayList<CallId>();
        for (var stored : world.events) {
            switch (stored.event()) {
                case ChatFact.ToolCalled(var call) -> draft.add(call.id());
                case ChatFact.ModelReplied _ -> {
                    called.addAll(draft);
                    draft.clear();
                }
                case ChatFact.TurnTakenOver _ -> draft.clear();
                case ChatFact.ToolFinished(var call, var _, var _) -> finished.add(call);
                default -> {}
            }
        }

        assertThat(finished).hasSameSizeAs(new HashSet<>(finished));
        assertThat(new HashSet<>(finished)).isEqualTo(new HashSet<>(called));
    }

    private static StopReason lastReason(PureWorld world) {
        return world.events.reversed().stream()
                .map(StoredEvent::event)
                .filter(ChatFact.TurnEnded.class::isInstance)
                .map(ended -> ((ChatFact.TurnEnded) ended).reason())
                .findFirst()
                .orElseThrow();
    }
}
