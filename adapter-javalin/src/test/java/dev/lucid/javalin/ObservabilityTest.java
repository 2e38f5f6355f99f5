package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How requests are found again in the log, and what is counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityTest {
    private static final String OWN_ID = "(?s).*X-Request-ID: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\r\n.*";

    private final LockedServer server = new LockedServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aRequestKeepsTheIdThatItCameWith() {
        assertThat(server.send("GET /health", "X-Request-ID: a-1.b_2")).contains("X-Request-ID: a-1.b_2\r\n");
        assertThat(server.send("GET /nothing", "X-Request-ID: a-1")).contains("X-Request-ID: a-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "<script>", "../x", "%0d%0aSet-Cookie: a=b"})
    void anIdThatIsNotSaneIsReplaced(String id) {
        assertThat(server.send("GET /health", "X-Request-ID: " + id)).matches(OWN_ID);
        assertThat(server.send("GET /health", "X-Request-ID: " + "a".repeat(65)))
                .matches(OWN_ID);
        assertThat(server.send("GET /health", "X-Request-ID: a", "X-Request-ID: b"))
                .matches(OWN_ID);
        assertThat(server.send("GET /health")).matches(OWN_ID);
    }

    @Test
    void logLinesOfARequestHaveItsId() {
        var lines = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(JavalinRoutes.class);
        lines.start();
        logger.addAppender(lines);
        try {
            assertThat(server.send("POST /who/trouble", server.bearer("alice"), "X-Request-ID: find-me"))
                    .startsWith("HTTP/1.1 500 ")
                    .endsWith("{\"detail\":\"Internal error\"}");
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getMDCPropertyMap()).containsEntry("request", "find-me");
            assertThat(line.getFormattedMessage()).doesNotContain(server.token("alice"));
        });
    }

    @Test
    void requestsAreCountedByRouteAndNeverByWhatWasAsked() {
        assertThat(server.send("POST /who/somebody-in-particular?token=hidden", server.bearer("alice")))
                .startsWith("HTTP/1.1 200 ");
        assertThat(server.send("BREW /nothing/of-the-kind")).startsWith("HTTP/1.1 4");
        try (var client = TestClient.connect(server.port(), "?token=" + server.token("alice"))) {
            client.say("{\"type\":\"ping\"}");
            assertThat(client.hear()).contains("pong");

            assertThat(server.send("GET /metrics"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8")
                    .containsPattern("http_server_requests_seconds_count\\{method=\"POST\",route=\"/who/\\{name}\","
                            + "status=\"200\"} [1-9]")
                    .containsPattern("http_server_requests_seconds_bucket\\{.*le=\"0.005\"}")
                    .contains("route=\"none\"")
                    .contains("lucid_sockets_open 1.0")
                    .contains("lucid_answer 42.0")
                    .doesNotContain("somebody", "hidden", "of-the-kind", "BREW", server.token("alice"));
        }
    }

    @Test
    void onlyWhoeverRunsTheServerIsToldTheCounts() {
        for (var header : List.of(
                "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1", "X-Real-IP: 192.0.2.1", "Via: 1.1 proxy")) {
            assertThat(server.send("GET /metrics", header)).startsWith("HTTP/1.1 404 ");
            assertThat(server.send("GET /metrics", header, server.bearer("alice")))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(server.send("GET /metrics", header, "X-Internal-Key: wrong"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(server.send("GET /metrics", header, "X-Internal-Key: " + LockedServer.INTERNAL_KEY))
                    .startsWith("HTTP/1.1 200 ");
        }
    }
}
