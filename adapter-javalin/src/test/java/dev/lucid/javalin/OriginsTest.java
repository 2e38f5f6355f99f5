package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told of whose pages may read answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginsTest {
    private static final String ALLOWED = "Access-Control-Allow-Origin: " + LockedServer.ORIGIN + "\r\n";

    private final LockedServer server = new LockedServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /health", "GET /nothing", "DELETE /health", "POST /who/a", "POST /who/trouble"})
    void allAnswersTellAllowedPagesThatTheyMayReadThem(String request) {
        assertThat(server.send(request, "Origin: " + LockedServer.ORIGIN, server.bearer("alice")))
                .contains(ALLOWED, "Access-Control-Allow-Credentials: true", "Vary: Origin");
    }

    @Test
    void refusalsAndTooLongBodiesTellIt() {
        assertThat(server.send("POST /who/a", "Origin: " + LockedServer.ORIGIN))
                .startsWith("HTTP/1.1 403 ")
                .contains(ALLOWED);
        assertThat(server.sendBody(
                        "POST /who/a", "x".repeat(1001), "Origin: " + LockedServer.ORIGIN, server.bearer("alice")))
                .startsWith("HTTP/1.1 413 ")
                .contains(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "*", "https://pages.example.evil.example"})
    void otherPagesAreToldNothing(String origin) {
        assertThat(server.send("POST /who/a", "Origin: " + origin, server.bearer("alice")))
                .contains("Vary: Origin")
                .doesNotContain("Access-Control-Allow");
    }

    @Test
    void whoIsNoPageIsToldNothing() {
        assertThat(server.send("POST /who/a", server.bearer("alice"))).doesNotContain("Access-Control-Allow");
    }

    @Test
    void whetherTheyMayAskIsAnsweredWithoutCredentials() {
        assertThat(preflight("/who/a", "Origin: " + LockedServer.ORIGIN))
                .startsWith("HTTP/1.1 204 ")
                .contains(
                        ALLOWED,
                        "Access-Control-Allow-Credentials: true",
                        "DELETE",
                        "PATCH",
                        "Access-Control-Allow-Headers: authorization, x-anything",
                        "Vary: Origin");
    }

    @Test
    void pagesOfOtherOriginsMayNotAsk() {
        assertThat(preflight("/who/a", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("Access-Control-Allow");
    }

    @Test
    void inLocalModePagesThatAreAllowedMayAskToo() {
        try (var local = new TestServer()) {
            var answer = TestClient.exchange(
                    local.port(),
                    ("OPTIONS /health HTTP/1.1\r\nHost: localhost:" + local.port()
                                    + "\r\nOrigin: http://localhost:3000\r\nAccess-Control-Request-Method: GET\r\n"
                                    + "Sec-Fetch-Site: same-site\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(answer)
                    .startsWith("HTTP/1.1 204 ")
                    .contains("Access-Control-Allow-Origin: http://localhost:3000\r\n");
        }
    }

    private String preflight(String path, String origin) {
        return server.send(
                "OPTIONS " + path,
                origin,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization, x-anything");
    }
}
