package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector is sent of a server that ran a turn, answered a request and was stopped. */
@Timeout(180)
class TracesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "user-of-traces";
    private static final String CALLER = "0af7651916cd43dd8448eb211c80319c";
    private static final String PLANTED = "planted-in-what-is-said";
    private static final String SCRIPT = """
            turns:
              - text: I say planted-in-what-is-said.
                calls:
                  - tool: run_command
                    arguments: {command: "echo planted-in-what-is-said; exit 3"}
                  - tool: read_file
                    arguments: {path: planted-in-what-is-said.txt}
              - text: That is all.
            """;

    @TempDir
    private static Path folder;

    private static Collector collector;
    private static String chat = "";

    @BeforeAll
    static void work() throws IOException {
        collector = new Collector();
        var script = Files.writeString(folder.resolve("script.yaml"), SCRIPT);
        var given = Map.of(
                Variable.LUCID_SCRIPT,
                script.toString(),
                Variable.OTEL_EXPORTER_OTLP_ENDPOINT,
                collector.address(),
                Variable.OTEL_EXPORTER_OTLP_HEADERS,
                "api-key=planted-in-what-is-said%21",
                Variable.OTEL_SERVICE_NAME,
                "lucid-in-tests");
        try (var lucid = new ServedLucid(folder.resolve("data"), given)) {
            lucid.getBare("/health", "traceparent", "00-" + CALLER + "-b7ad6b7169203331-01", "X-Request-ID", "asked-1");
            try (var socket = lucid.socket(USER, "{\"task\":\"" + PLANTED + "\"}")) {
                await().atMost(PATIENCE).until(() -> socket.saw("completed"));
                chat = socket.stored().getFirst().path("chatId").asText();
            }
            lucid.get(USER, "/api/v1/chats/" + chat);
            // the last span there is: at its end nobody waits long for those that have not arrived
            await().atMost(PATIENCE)
                    .until(() -> !collector.named("GET /api/v1/chats/{chat_id}").isEmpty());
        }
    }

    @AfterAll
    static void stop() {
        collector.close();
    }

    @Test
    void theTurnIsASpanUnderTheNameThatLucidWasGiven() {
        assertThat(Collector.attributes(turn()))
                .containsEntry("gen_ai.operation.name", "invoke_agent")
                .containsEntry("gen_ai.conversation.id", chat)
                .containsEntry("gen_ai.provider.name", "scripted")
                .containsEntry("lucid.turn.end", "finished");
        assertThat(turn().getParentSpanId().isEmpty()).isTrue();
        assertThat(collector.resource()).containsEntry("service.name", "lucid-in-tests");
    }

    @Test
    void eachModelCallLiesWithinTheTurnAndTellsItsTokens() {
        var calls = collector
                .spans()
                .filter(span -> "chat".equals(Collector.attributes(span).get("gen_ai.operation.name")))
                .toList();

        assertThat(calls)
                .hasSize(2)
                .allSatisfy(TracesTest::liesWithinTheTurn)
                .allSatisfy(call -> assertThat(Collector.attributes(call))
                        .containsEntry("gen_ai.provider.name", "scripted")
                        .containsKeys(
                                "gen_ai.request.model", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"));
    }

    @Test
    void eachToolLiesWithinTheTurnAndTellsWhatBecameOfIt() {
        assertThat(collector.named("execute_tool run_command")).singleElement().satisfies(tool -> {
            liesWithinTheTurn(tool);
            assertThat(Collector.attributes(tool))
                    .containsEntry("lucid.tool.effect", "writes")
                    .containsEntry("lucid.tool.outcome", "command_ended")
                    .containsEntry("process.exit.code", "3");
        });
        assertThat(collector.named("execute_tool read_file")).singleElement().satisfies(tool -> {
            liesWithinTheTurn(tool);
            assertThat(Collector.attributes(tool))
                    .containsEntry("lucid.tool.effect", "reads")
                    .containsEntry("lucid.tool.outcome", "failed")
                    .doesNotContainKey("process.exit.code");
        });
    }

    @Test
    void whatIsStoredLiesWithinTheTurnToo() {
        assertThat(collector.named("append events")).hasSizeGreaterThan(4).allSatisfy(TracesTest::liesWithinTheTurn);
    }

    @Test
    void aRequestBelongsToTheTraceOfItsCaller() {
        assertThat(collector.named("GET /health")).singleElement().satisfies(request -> {
            assertThat(hex(request.getTraceId().toByteArray())).isEqualTo(CALLER);
            assertThat(hex(request.getParentSpanId().toByteArray())).isEqualTo("b7ad6b7169203331");
            assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(Collector.attributes(request))
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("http.route", "/health")
                    .containsEntry("http.response.status_code", "200")
                    .containsEntry("http.request.header.x-request-id", "asked-1");
        });
    }

    @Test
    void aRequestIsCalledByItsRouteAndNotByWhatItNames() {
        assertThat(collector.named("GET /api/v1/chats/{chat_id}"))
                .singleElement()
                .satisfies(request ->
                        assertThat(request.getParentSpanId().isEmpty()).isTrue());
    }

    @Test
    void noSpanHoldsWhatWasSaidOrGiven() {
        assertThat(collector.header("api-key")).containsExactly(PLANTED + "!");
        assertThat(collector.spans())
                .isNotEmpty()
                .noneMatch(span -> span.toString().contains("planted"));
    }

    private static Span turn() {
        return collector.named("invoke_agent lucid").getFirst();
    }

    private static void liesWithinTheTurn(Span span) {
        assertThat(span.getTraceId()).isEqualTo(turn().getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(turn().getSpanId());
        assertThat(span.getStartTimeUnixNano()).isGreaterThanOrEqualTo(turn().getStartTimeUnixNano());
        assertThat(span.getEndTimeUnixNano()).isLessThanOrEqualTo(turn().getEndTimeUnixNano());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
