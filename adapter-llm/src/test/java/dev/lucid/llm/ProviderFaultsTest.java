package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelFailure.Kind;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.testkit.Heard;
import dev.lucid.testkit.LanguageModelContract;
import dev.lucid.testkit.RaisableStop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider does, asking it ends in an outcome that says what can be done. */
class ProviderFaultsTest {
    private static final String THOUGHT = "Erst überlegen: 静かに, then act 🙂. \"Quotes\" and \\slashes\\ too.";
    private static final String TEXT =
            "Ich lege los — zwei Dinge auf einmal: ✓ eins, ✓ zwei.\n\n```sh\necho \"hé 🙂\"\n```";
    private static final Map<String, Object> COMMAND =
            Map.of("command", "printf '%s\\n' \"ü 静 🙂 \\\\ \\\"x\\\"\"\nexit 0\n", "seconds", 20);
    private static final Map<String, Object> FILE =
            Map.of("path", "dir/ü 静.txt", "content", "{\"a\": [1, \"é\"]}\n\t🙂");

    private static final Said EVERYTHING = Said.of(
            new Said.Part.Thought(THOUGHT, "c2VhbA=="),
            new Said.Part.Text(TEXT),
            new Said.Part.Call(Toolbox.RUN_COMMAND, Json.text(COMMAND)),
            new Said.Part.Call(Toolbox.WRITE_FILE, Json.text(FILE)));

    static Stream<Arguments> seeds() {
        return Stream.of(Speaks.values())
                .flatMap(speaks -> IntStream.rangeClosed(1, 12).mapToObj(seed -> Arguments.of(speaks, seed)));
    }

    static Stream<Arguments> errors() {
        return Stream.of(Speaks.values())
                .flatMap(speaks -> Stream.of(
                        Arguments.of(speaks, 400, Kind.REJECTED),
                        Arguments.of(speaks, 401, Kind.UNAUTHORIZED),
                        Arguments.of(speaks, 403, Kind.UNAUTHORIZED),
                        Arguments.of(speaks, 404, Kind.REJECTED),
                        Arguments.of(speaks, 413, Kind.CONTEXT_OVERFLOW),
                        Arguments.of(speaks, 429, Kind.RATE_LIMITED),
                        Arguments.of(speaks, 500, Kind.OVERLOADED),
                        Arguments.of(speaks, 502, Kind.OVERLOADED),
                        Arguments.of(speaks, 503, Kind.OVERLOADED),
                        Arguments.of(speaks, 529, Kind.OVERLOADED)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void bytesSplitAnywhereMakeTheSameReply(Speaks speaks, long seed) {
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.PATIENT)) {
            provider.sends(speaks.wire().stream(EVERYTHING.seeded(seed)), new Way.InPieces(seed));
            var heard = new Heard();

            var reply = replied(ask(provider, heard));

            assertThat(provider.complaints()).isEmpty();
            assertThat(reply.thinking().map(Thinking::text)).contains(THOUGHT);
            assertThat(reply.text()).isEqualTo(TEXT);
            assertThat(reply.uses())
                    .containsExactly(
                            Toolbox.read(Toolbox.RUN_COMMAND, COMMAND), Toolbox.read(Toolbox.WRITE_FILE, FILE));
            assertThat(reply.usage().input()).isEqualTo(120);
            assertThat(reply.usage().cached()).isEqualTo(20);
            assertThat(reply.usage().output()).isEqualTo(30);
            assertThat(heard.thought()).isEqualTo(THOUGHT);
            assertThat(heard.text()).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest(name = "{0} answers {1}: {2}")
    @MethodSource("errors")
    void errorsSayWhatCanBeDone(Speaks speaks, int status, Kind kind) {
        var failure = failureAfter(speaks, speaks.wire().error(status, "some_error", "It went wrong."));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).contains("It went wrong.").contains(String.valueOf(status));
    }

    @ParameterizedTest
    @EnumSource
    void missingModelIsNamed(Speaks speaks) {
        var failure = failureAfter(speaks, speaks.wire().error(404, "not_found_error", "No such thing."));

        assertThat(failure.message()).contains(speaks.wire().model()).contains("DEFAULT_MODEL");
    }

    @ParameterizedTest
    @EnumSource
    void tooLongPromptIsAnOverflow(Speaks speaks) {
        var failure = failureAfter(speaks, speaks.wire().tooLong());

        assertThat(failure.kind()).isEqualTo(Kind.CONTEXT_OVERFLOW);
        assertThat(failure.kind().retriable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void waitIsTheProvidersWish(Speaks speaks) {
        var limited = speaks.wire().error(429, "rate_limit_error", "Slow down.");

        assertThat(failureAfter(speaks, limited.with("Retry-After", "7")).retryAfter())
                .contains(Duration.ofSeconds(7));
        assertThat(failureAfter(speaks, limited.with("retry-after-ms", "1500")).retryAfter())
                .contains(Duration.ofMillis(1500));
        assertThat(failureAfter(speaks, limited.with("Retry-After", "Sat, 21 Nov 2026 12:00:09 GMT"))
                        .retryAfter())
                .contains(Duration.ofSeconds(9));
        assertThat(failureAfter(speaks, limited.with("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT"))
                        .retryAfter())
                .contains(Duration.ZERO);
        assertThat(failureAfter(speaks, limited.with("Retry-After", "some day")).retryAfter())
                .isEmpty();
        assertThat(failureAfter(speaks, limited).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keyNeverGetsIntoAMessage(Speaks speaks) {
        try (var server = new LoopbackServer((_, _) -> {})) {
            var key = speaks.wire().provider(server).key().map(ApiKey::value).orElseThrow();

            var failure = failureAfter(speaks, speaks.wire().error(401, "authentication_error", "Bad key " + key));

            assertThat(failure.message()).doesNotContain(key).contains("Bad key ***");
        }
    }

    /** What a provider says is cut to a readable length; where that is must not leave the beginning of a key. */
    @ParameterizedTest
    @EnumSource
    void halfAKeyIsNotShownEither(Speaks speaks) {
        try (var server = new LoopbackServer((_, _) -> {})) {
            var key = speaks.wire().provider(server).key().map(ApiKey::value).orElseThrow();

            var failure =
                    failureAfter(speaks, speaks.wire().error(401, "authentication_error", "x".repeat(490) + " " + key));

            assertThat(failure.message()).doesNotContain(key.substring(0, 6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatNoAddressCanHoldIsRejected(Speaks speaks) {
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            provider.says(Said.of(new Said.Part.Text("Hello.")));
            var outcome = provider.model(speaks.wire().provider(provider.server()), "a name, with % and \n")
                    .ask(LanguageModelContract.prompt("Begin."), new Heard(), new RaisableStop());

            assertThat(outcome).isInstanceOfAny(ModelOutcome.Failed.class, ModelOutcome.Replied.class);
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void brokenConnectionCutsTheReplyOff(Speaks speaks, long seed) {
        var share = new SplittableRandom(seed).nextInt(950);

        var failure = failureAfter(speaks, EVERYTHING.seeded(seed), new Way.Broken(share));

        assertThat(failure.kind()).isEqualTo(Kind.CUT_OFF);
        assertThat(failure.message()).contains("broke");
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void tornConnectionCanBeTriedAgain(Speaks speaks, long seed) {
        var share = new SplittableRandom(seed).nextInt(950);

        var failure = failureAfter(speaks, EVERYTHING.seeded(seed), new Way.Torn(share));

        assertThat(failure.kind()).isIn(Kind.CUT_OFF, Kind.UNREACHABLE);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void replyThatEndsTooEarlyIsCutOff(Speaks speaks, long seed) {
        var share = new SplittableRandom(seed).nextInt(900);

        var failure = failureAfter(speaks, EVERYTHING.seeded(seed), new Way.CutShort(share));

        assertThat(failure.kind()).isEqualTo(Kind.CUT_OFF);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void silenceInTheMiddleIsNotWaitedOut(Speaks speaks, long seed) {
        var share = new SplittableRandom(seed).nextInt(950);

        var failure = failureAfter(speaks, EVERYTHING.seeded(seed), new Way.Stalled(share));

        assertThat(failure.kind()).isEqualTo(Kind.CUT_OFF);
        assertThat(failure.message()).contains("Nothing more").contains("300 ms");
    }

    @ParameterizedTest
    @EnumSource
    void slowDripIsNotWaitedOutForEver(Speaks speaks) {
        var limits = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(400));

        var failure = failureAfter(speaks, EVERYTHING, new Way.Dripping(), limits);

        assertThat(failure.kind()).isEqualTo(Kind.CUT_OFF);
        assertThat(failure.message()).contains("not whole after 400 ms");
    }

    @ParameterizedTest
    @EnumSource
    void silentServerIsUnreachable(Speaks speaks) {
        var failure = failureAfter(speaks, EVERYTHING, new Way.Silent());

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.message()).contains("127.0.0.1").contains("did not answer within 300 ms");
    }

    @ParameterizedTest
    @EnumSource
    void hangingUpIsUnreachable(Speaks speaks) {
        assertThat(failureAfter(speaks, EVERYTHING, new Way.HungUp()).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource
    void closedPortIsUnreachable(Speaks speaks) {
        var gone = new LoopbackServer((_, _) -> {});
        var nobody = speaks.wire().provider(gone);
        gone.close();

        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            var outcome = provider.model(nobody, speaks.wire().model())
                    .ask(LanguageModelContract.prompt("Hello."), new Heard(), new RaisableStop());

            assertThat(failed(outcome).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failed(outcome).message()).contains("127.0.0.1").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooMuchToDoInTheMiddleIsOverload(Speaks speaks) {
        var stream = speaks.wire().stream(EVERYTHING);
        var event = stream.indexOf("\n\n", stream.length() / 2);
        var middle = event < 0 ? stream.indexOf("\r\n\r\n", stream.length() / 2) + 4 : event + 2;
        var overloaded = speaks.wire().overloadedInStream().orElseThrow();

        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            provider.sends(stream.substring(0, middle) + overloaded, new Way.Whole());

            assertThat(failed(ask(provider, new Heard())).kind()).isEqualTo(Kind.OVERLOADED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingSaidIsAnEmptyReply(Speaks speaks) {
        var thoughtOnly = Said.of(new Said.Part.Thought("Hmm.", "c2VhbA=="));

        assertThat(failureAfter(speaks, Said.of(), new Way.Whole()).kind()).isEqualTo(Kind.EMPTY_REPLY);
        assertThat(failureAfter(speaks, Said.text(" \n"), new Way.Whole()).kind())
                .isEqualTo(Kind.EMPTY_REPLY);
        assertThat(failureAfter(speaks, thoughtOnly, new Way.Whole()).kind()).isEqualTo(Kind.EMPTY_REPLY);
        assertThat(failureAfter(speaks, thoughtOnly.ending(Said.Ending.OUT_OF_TOKENS), new Way.Whole())
                        .message())
                .contains("used up");
    }

    @ParameterizedTest
    @EnumSource
    void declinedPromptIsRejected(Speaks speaks) {
        var declined = Said.of().ending(Said.Ending.DECLINED);

        assertThat(failureAfter(speaks, declined, new Way.Whole()).kind()).isEqualTo(Kind.REJECTED);
    }

    /** Gemini gives arguments as an object, which can't be invalid in this way. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GEMINI")
    void argumentsThatAreNoJsonAreACallThatCannotBeRun(Speaks speaks) {
        for (var broken : List.of("{\"command\": \"ls\"", "[1, 2]", "ls -a", "{\"command\": \"a\nb\"}", "{\"a\":1}}")) {
            var said = Said.of(new Said.Part.Text("Look."), new Said.Part.Call(Toolbox.RUN_COMMAND, broken));

            try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
                var reply = replied(ask(provider.says(said), new Heard()));

                assertThat(reply.uses())
                        .as(broken)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                ToolUse.Unusable.class,
                                unusable -> assertThat(unusable.problem())
                                        .contains("JSON")
                                        .contains(Words.quote(broken)));
            }
        }
    }

    /** They would not fit into an event, and be asked for again and again. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GEMINI")
    void monstrousCallsAreCallsThatCannotBeRun(Speaks speaks) {
        var deep = "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
        var said =
                Said.of(new Said.Part.Call(Toolbox.RUN_COMMAND, deep), new Said.Part.Call("x".repeat(500_000), "{}"));

        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.PATIENT)) {
            var reply = replied(ask(provider.says(said), new Heard()));

            assertThat(reply.uses()).hasSize(2).allSatisfy(use -> {
                assertThat(use).isInstanceOf(ToolUse.Unusable.class);
                assertThat(use.toString()).hasSizeLessThan(2_000);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void argumentsThatDoNotFitAreACallThatCannotBeRun(Speaks speaks) {
        var said = Said.of(
                new Said.Part.Call(Toolbox.RUN_COMMAND, "{\"command\": {\"deep\": [null]}}"),
                new Said.Part.Call(Toolbox.READ_FILE, "{}"),
                new Said.Part.Call("format_disk", "{\"now\": true}"));

        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            var reply = replied(ask(provider.says(said), new Heard()));

            assertThat(reply.uses()).hasSize(3).allMatch(ToolUse.Unusable.class::isInstance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pageInsteadOfAReplyIsRejected(Speaks speaks) {
        var page = new Wire.Refused(200, Map.of("Content-Type", "text/html"), "<html>Please sign in</html>");

        var failure = failureAfter(speaks, page);

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.message()).contains("sign in").contains("address");
    }

    @ParameterizedTest
    @EnumSource
    void redirectionIsNotFollowed(Speaks speaks) {
        try (var elsewhere = new LoopbackServer((asked, _) -> {
                    throw new IllegalStateException("The key went to somebody else: " + asked.headers());
                });
                var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            var moved = new Wire.Refused(
                    307, Map.of("Location", elsewhere.address("/").toString()), "");

            var failure = failed(ask(provider.refuses(moved), new Heard()));

            assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
            assertThat(provider.bodies()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTriedTwice(Speaks speaks) {
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            provider.refuses(speaks.wire().error(529, "overloaded_error", "Overloaded"));

            ask(provider, new Heard());

            assertThat(provider.bodies()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void missingKeyIsSaidWithoutAsking(Speaks speaks) {
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            var keyed = speaks.wire().provider(provider.server());
            var keyless = new Provider(
                    keyed.name(),
                    keyed.protocol(),
                    keyed.address(),
                    Optional.empty(),
                    true,
                    keyed.model(),
                    keyed.keyVariable());

            var outcome = provider.model(keyless, speaks.wire().model())
                    .ask(LanguageModelContract.prompt("Hello."), new Heard(), new RaisableStop());

            assertThat(failed(outcome).kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(failed(outcome).message()).contains(keyed.keyVariable());
            assertThat(provider.bodies()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopLetsGoOfTheConnection(Speaks speaks) throws Exception {
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.PATIENT)) {
            var hungUp = new CompletableFuture<Boolean>();
            provider.sends(speaks.wire().stream(EVERYTHING), (stream, line) -> {
                line.beginStream();
                Way.part(stream, line, 700);
                hungUp.complete(line.waitForHangup());
            });
            var stop = new RaisableStop();
            var heard = new Heard() {
                @Override
                public void text(String piece) {
                    stop.raise();
                }
            };

            var outcome = provider.model().ask(LanguageModelContract.prompt("Begin."), heard, stop);

            assertThat(outcome).isEqualTo(new ModelOutcome.Stopped());
            assertThat(hungUp.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsOfNobodysToolsAreSentBackInOrder(Speaks speaks) {
        var said = Said.of(new Said.Part.Call("functions.run command", "{}"), new Said.Part.Call("x".repeat(90), "{}"));

        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Sorry."));
            var uses = replied(ask(provider, new Heard())).uses();
            var one = new ToolCall(new CallId(new UUID(3, 1)), uses.get(0));
            var two = new ToolCall(new CallId(new UUID(3, 2)), uses.get(1));
            var prompt = new Prompt(
                    "",
                    List.of(
                            new Message.User("Begin."),
                            new Message.Assistant(Optional.empty(), "", List.of(one, two)),
                            new Message.Answer(one.id(), one.use().tool(), "No such tool.", true),
                            new Message.Answer(two.id(), two.use().tool(), "No such tool.", true)),
                    Toolbox.specs());

            replied(provider.model().ask(prompt, new Heard(), new RaisableStop()));

            assertThat(provider.complaints()).isEmpty();
        }
    }

    private static ModelFailure failureAfter(Speaks speaks, Wire.Refused refused) {
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.QUICK)) {
            return failed(ask(provider.refuses(refused), new Heard()));
        }
    }

    private static ModelFailure failureAfter(Speaks speaks, Said said, Way way) {
        return failureAfter(speaks, said, way, FakeProvider.QUICK);
    }

    private static ModelFailure failureAfter(Speaks speaks, Said said, Way way, Limits limits) {
        try (var provider = new FakeProvider(speaks.wire(), limits)) {
            return failed(ask(provider.sends(speaks.wire().stream(said), way), new Heard()));
        }
    }

    private static ModelOutcome ask(FakeProvider provider, Heard heard) {
        return provider.model().ask(LanguageModelContract.prompt("Begin."), heard, new RaisableStop());
    }

    private static ModelFailure failed(ModelOutcome outcome) {
        assertThat(outcome).isInstanceOf(ModelOutcome.Failed.class);

        return ((ModelOutcome.Failed) outcome).failure();
    }

    private static ModelReply replied(ModelOutcome outcome) {
        assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);

        return ((ModelOutcome.Replied) outcome).reply();
    }
}
