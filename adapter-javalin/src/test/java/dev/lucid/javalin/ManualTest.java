package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lucid.javalin.lucidai.LucidAi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server says of itself: every route, and nothing that is not there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManualTest {
    private final TestServer server = TestServer.withUsers();
    private final RestClient stranger = new RestClient(server.port(), "", Described.NOT);
    private final Described described = new Described(server::document);

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsOfARoute() {
        var table = server.server().routes().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new));
        var described = new TreeSet<String>();
        for (var description : List.of(
                Manual.resource(Manual.class, "operations.json"),
                Manual.resource(LucidAi.class, "operations.json"),
                Manual.resource(LucidAi.class, "stored.json"))) {
            json(description).path("operations").fieldNames().forEachRemaining(described::add);
        }

        assertThat(table).isEqualTo(described).hasSizeGreaterThan(20);
    }

    @Test
    void theDocumentHasEachRouteWithASummaryItsParametersAndItsAnswers() {
        for (var route : server.server().routes()) {
            var operation = described
                    .document()
                    .path("paths")
                    .path(route.path())
                    .path(route.method().name().toLowerCase(Locale.ROOT));
            var parameters = operation.path("parameters").findValuesAsText("name");

            assertThat(operation.path("summary").asText()).as(route.toString()).isNotBlank();
            assertThat(operation.path("responses")).as(route.toString()).isNotEmpty();
            assertThat(operation.has("security")).as(route.toString()).isEqualTo(route.door() != Route.Door.OPEN);
            Pattern.compile("\\{(\\w+)}")
                    .matcher(route.path())
                    .results()
                    .forEach(found -> assertThat(parameters).contains(found.group(1)));
        }
        assertThat(described.document().path("openapi").textValue()).isEqualTo("3.1.0");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(described.document().findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                described.document().at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void anybodyMayReadIt() {
        for (var path : Set.of("/openapi.json", "/docs", "/docs/manual.js", "/docs/manual.css")) {
            var reply = new RestClient(server.port(), "", Described.NOT).get(path);

            assertThat(reply.status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void thePageTakesNothingFromElsewhereAndRunsNothingInline() {
        var page = stranger.get("/docs");

        assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
                        .doesNotContain("unsafe", "*", "http"));
        assertThat(page.body())
                .doesNotContain("://", "<style", " style=", "onload")
                .containsOnlyOnce("<script ");
        assertThat(stranger.get("/docs/manual.js").body()).doesNotContain("://", "innerHTML", "eval(");
        assertThat(stranger.get("/docs/manual.css").body()).doesNotContain("url(", "@import");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET  | /health       | 200 | {\"status\":\"fine\"}",
                "GET  | /health       | 200 | {}",
                "GET  | /health       | 200 | {\"status\":\"ok\",\"more\":1}",
                "GET  | /health       | 500 | {\"detail\":\"Internal error\"}",
                "GET  | /api/v1/chats | 200 | {\"chats\":[{}]}",
                "GET  | /api/v1/chats | 200 | {\"chats\":{}}",
                "GET  | /nowhere      | 200 | {}"
            })
    void whatIsNotAsDescribedIsFound(String method, String path, int status, String body) {
        assertThatThrownBy(() -> described.check(method, path, new RestClient.Reply(status, "", body)))
                .isInstanceOf(AssertionError.class);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
