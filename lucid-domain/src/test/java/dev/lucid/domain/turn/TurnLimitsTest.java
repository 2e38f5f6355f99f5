package dev.lucid.domain.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StopReason.Limit;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.Toolbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a turn's limits lie, each from both sides. */
class TurnLimitsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final TurnRules RULES = new TurnRules(
            3,
            Duration.ofMinutes(30),
            OptionalLong.of(1000),
            OptionalLong.of(500),
            10_000,
            ApprovalPolicy.NEVER,
            Duration.ofMinutes(5));
    private static final NextStep ASK = new NextStep.AskModel();
    private static final NextStep CONDENSE = new NextStep.Condense(false);

    static Stream<Arguments> moments() {
        return Stream.of(
                moment("the last moment", List.of(), Duration.ofMinutes(30), ASK),
                moment("time is up", List.of(), Duration.ofMinutes(30).plusNanos(1), ends(Limit.TIME)),
                moment("one reply left", replies(2, 10, 10), SOON, ASK),
                moment("no reply left", replies(3, 10, 10), SOON, ends(Limit.ITERATIONS)),
                moment("a token left", replies(1, 999, 10), SOON, ASK),
                moment("no token left", replies(1, 1000, 10), SOON, ends(Limit.TOKENS)),
                moment("no token left after two", replies(2, 500, 10), SOON, ends(Limit.TOKENS)),
                moment("a little money left", replies(1, 10, 499), SOON, ASK),
                moment("no money left", replies(1, 10, 500), SOON, ends(Limit.MONEY)),
                moment("no money left after a summary", summaryFor(500), SOON, ends(Limit.MONEY)),
                moment("a price that nobody knows", List.of(call(1), unpriced(), result(1)), SOON, ASK),
                moment("replies before tokens before money", replies(3, 1000, 500), SOON, ends(Limit.ITERATIONS)),
                moment("tokens before money", replies(1, 1000, 500), SOON, ends(Limit.TOKENS)),
                moment("cut off nine times", cutOff(9), SOON, ASK),
                moment("cut off nine times, a reply, once", then(cutOff(9), replies(1, 10, 10), cutOff(1)), SOON, ASK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moments")
    void aLimitHoldsExactlyWhereItLies(String when, List<ChatFact> facts, Duration after, NextStep next) {
        assertThat(turn(RULES, facts).next(START.plus(after))).as(when).isEqualTo(next);
    }

    @Test
    void aTurnThatIsCutOffTenTimesIsGivenUp() {
        var next = turn(RULES, cutOff(Turn.MAX_TAKEOVERS)).next(START);

        assertThat(next)
                .isInstanceOfSatisfying(
                        NextStep.Stop.class, stop -> assertThat(stop.reason()).isInstanceOf(StopReason.Failed.class));
    }

    @Test
    void atALimitOpenCallsGetTheirResultsFirst() {
        var begun = List.<ChatFact>of(call(1), call(2), reply(10, 10), new ChatFact.ToolStarted(id(1)));

        assertThat(turn(RULES, begun).next(START.plus(Duration.ofHours(1))))
                .isEqualTo(new NextStep.Note(List.of(
                        new ChatFact.ToolFinished(id(1), Toolbox.RUN_COMMAND, new ToolResult.OutcomeUnknown()),
                        new ChatFact.ToolFinished(id(2), Toolbox.RUN_COMMAND, new ToolResult.Cancelled("")))));
    }

    static Stream<Arguments> fillings() {
        return Stream.of(
                filling("at 80 %", replies(1, 8000, 0), ASK),
                filling("above 80 %", replies(1, 8001, 0), CONDENSE),
                filling("just shortened", then(replies(1, 8001, 0), condensed(), replies(3, 8001, 0)), ASK),
                filling(
                        "full again after four replies",
                        then(replies(1, 8001, 0), condensed(), replies(4, 8001, 0)),
                        CONDENSE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fillings")
    void aFullWindowIsShortened(String when, List<ChatFact> facts, NextStep next) {
        var rules = new TurnRules(
                50,
                RULES.time(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                RULES.window(),
                RULES.approval(),
                RULES.approvalTime());

        assertThat(turn(rules, facts).next(START)).as(when).isEqualTo(next);
    }

    private static Arguments moment(String when, List<ChatFact> facts, Duration after, NextStep next) {
        return Arguments.of(when, facts, after, next);
    }

    private static Arguments filling(String when, List<ChatFact> facts, NextStep next) {
        return Arguments.of(when, facts, next);
    }

    private static NextStep ends(Limit limit) {
        return new NextStep.Stop(new StopReason.LimitReached(limit));
    }

    /** So many replies, each with one call that has its result, each at that cost. */
    private static List<ChatFact> replies(int count, long tokens, long microUsd) {
        var facts = new ArrayList<ChatFact>();
        for (var i = 0; i < count; i++) {
            facts.addAll(List.of(call(i), reply(tokens, microUsd), result(i)));
        }

        return facts;
    }

    private static List<ChatFact> cutOff(int times) {
        return Collections.nCopies(times, new ChatFact.TurnTakenOver());
    }

    private static List<ChatFact> condensed() {
        return summaryFor(0);
    }

    private static List<ChatFact> summaryFor(long microUsd) {
        return List.of(new ChatFact.ContextCondensed("summary", 1, TokenUsage.NONE, new Cost.Known(microUsd)));
    }

    private static List<ChatFact> then(List<ChatFact> first, List<ChatFact> second, List<ChatFact> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private static ChatFact call(int number) {
        var use = Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", "step " + number));

        return new ChatFact.ToolCalled(new ToolCall(id(number), use));
    }

    private static ChatFact result(int number) {
        return new ChatFact.ToolFinished(
                id(number), Toolbox.RUN_COMMAND, new ToolResult.CommandEnded(0, "ran " + number, false));
    }

    private static ChatFact reply(long tokens, long microUsd) {
        return new ChatFact.ModelReplied(1, new TokenUsage(tokens - 1, 0, 1), new Cost.Known(microUsd));
    }

    private static ChatFact unpriced() {
        return new ChatFact.ModelReplied(1, new TokenUsage(9, 0, 1), new Cost.Unknown());
    }

    private static CallId id(int number) {
        return new CallId(new UUID(3, number));
    }

    private static Turn turn(TurnRules rules, List<ChatFact> facts) {
        var turn = Turn.begun(new ChatFact.TurnStarted(new ModelRef("pure", "model"), rules), START);
        var seq = 2L;
        for (ChatEvent fact : facts) {
            turn = turn.after(
                    new StoredEvent(new ChatId(new UUID(1, 1)), seq, new EventId(new UUID(2, seq)), START, fact));
            seq++;
        }

        return turn;
    }
}
