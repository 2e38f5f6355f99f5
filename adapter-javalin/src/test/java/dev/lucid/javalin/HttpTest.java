package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {
    private TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void healthIsOk() {
        assertThat(get("/health"))
                .startsWith("HTTP/1.1 200 ")
                .contains("application/json")
                .endsWith("{\"status\":\"ok\"}");
    }

    @Test
    void headsAreAnsweredWithoutABody() {
        assertThat(send("HEAD /health HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void rootTellsTheStatus() {
        assertThat(get("/"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{\"service\":\"Lucid AI Engine\",\"version\":\"1.0.0\",\"status\":\"healthy\","
                        + "\"openhands_available\":true,\"docker_available\":false,\"active_sandboxes\":2,"
                        + "\"active_sessions\":3,\"llm_model\":\"scripted/default\"}");
    }

    @Test
    void unknownPathsAreNotFound() {
        assertThat(get("/nothing/here"))
                .startsWith("HTTP/1.1 404 ")
                .contains("application/json")
                .contains("{\"detail\":");
    }

    @Test
    void otherMethodsAreNotAllowed() {
        assertThat(send("DELETE /health HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 405 ")
                .contains("{\"detail\":");
    }

    @Test
    void theSocketsAddressAsksForAnUpgrade() {
        assertThat(get("/api/v1/ws")).startsWith("HTTP/1.1 426 ").contains("{\"detail\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE",
                "GET /%zz HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "GET /../../etc/passwd HTTP/1.1",
                "GET /%2e%2e/x HTTP/1.1",
                "GET //evil;x=1/..;/ HTTP/1.1",
                "get / http/1.1",
                "TRACE / HTTP/1.1",
                "CONNECT localhost:80 HTTP/1.1",
                "OPTIONS * HTTP/1.1"
            })
    void badRequestsAreRefusedPlainly(String line) {
        assertThat(send(line, "Host: localhost"))
                .matches("(?s)HTTP/1.1 4\\d\\d .*")
                .contains("{\"detail\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=%zz", "?%", "?=&&=", "?a=%ff%fe", "?a=%00", "?token=%"})
    void queriesThatCannotBeDecodedAreNoFailureOfTheServer(String query) {
        assertThat(get("/health" + query)).matches("(?s)HTTP/1.1 [24]\\d\\d .*");
    }

    @Test
    void socketsAtUnknownPathsAreNotFound() {
        var handshake = new String(TestClient.handshake("localhost", List.of()), StandardCharsets.UTF_8);

        assertThat(TestClient.exchange(
                        server.port(),
                        handshake.replace("/api/v1/ws", "/nowhere").getBytes(StandardCharsets.UTF_8)))
                .startsWith("HTTP/1.1 404 ")
                .contains("{\"detail\":")
                .doesNotContain("JSESSIONID");
    }

    @Test
    void handshakesThatLackSomethingAreBadRequests() {
        var handshake = new String(TestClient.handshake("localhost", List.of()), StandardCharsets.UTF_8);
        for (var header : List.of("Sec-WebSocket-Key", "Upgrade")) {
            assertThat(TestClient.exchange(
                            server.port(),
                            handshake.replace(header + ":", "X-Other:").getBytes(StandardCharsets.UTF_8)))
                    .matches("(?s)HTTP/1.1 4\\d\\d .*")
                    .contains("{\"detail\":");
        }
    }

    @Test
    void hugeHeadersAreRefusedPlainly() {
        assertThat(send("GET / HTTP/1.1", "Host: localhost", "X-Long: " + "a".repeat(20_000)))
                .startsWith("HTTP/1.1 431 ")
                .contains("{\"detail\":");
    }

    private String get(String path) {
        return send("GET " + path + " HTTP/1.1", "Host: localhost:" + server.port());
    }

    private String send(String line, String... headers) {
        var request = line + "\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
        return TestClient.exchange(server.port(), request.getBytes(StandardCharsets.UTF_8));
    }
}
