package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import dev.lucid.domain.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak over a socket, and how the others are sent away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketCredentialsTest {
    private static final String ASKED =
            "{\"type\":\"error\",\"message\":\"Authentication required. Provide a valid JWT token.\"}";

    private final LockedServer server = new LockedServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aTokenInTheAddressOpensASocket() {
        assertBegins("?token=" + server.token("alice"), "{\"task\":\"x\"}");
    }

    @Test
    void aTokenInTheHeadersOpensASocket() {
        assertBegins("", "{\"task\":\"x\"}", server.bearer("alice"));
        assertBegins("", "{\"task\":\"x\"}", "X-User-ID: alice", "X-Internal-Key: " + LockedServer.INTERNAL_KEY);
    }

    @Test
    void aTokenInTheFirstMessageOpensASocket() {
        assertBegins("", "{\"task\":\"x\",\"token\":\"" + server.token("alice") + "\"}");
        assertBegins("?token=&ticket=", "{\"task\":\"x\",\"token\":\"" + server.token("alice") + "\"}");
    }

    @Test
    void aBadTokenInTheAddressIsClosedWithoutAFrame() {
        assertClosedAtOnce("?token=bad.token", "Invalid token");
        assertClosedAtOnce(
                "?token=" + JWT.create().withClaim("a", 1).sign(LockedServer.HMAC), "Token missing sub claim");
        assertClosedAtOnce("", "Invalid token", "Authorization: Bearer bad.token");
    }

    @Test
    void aBadTokenInTheAddressIsNotMadeGoodLater() {
        try (var client = TestClient.connect(server.port(), "?token=bad")) {
            client.say("{\"task\":\"x\",\"token\":\"" + server.token("alice") + "\"}");
            assertThat(client.read().opcode()).isEqualTo(TestClient.CLOSE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"task\":\"x\"}",
                "{\"task\":\"\"}",
                "{}",
                "{\"task\":\"x\",\"token\":\"bad.token\"}",
                "{\"task\":\"x\",\"token\":\"\"}",
                "{\"task\":\"x\",\"token\":7}",
                "{\"type\":\"attach\",\"chatId\":\"00000000-0000-4000-8000-000000000001\"}",
                "garbage"
            })
    void whoSaysNoGoodTokenFirstIsAskedForOneAndSentAway(String first) {
        try (var client = TestClient.connect(server.port(), "")) {
            client.say(first);
            assertThat(client.hear()).isEqualTo(ASKED);
            var close = client.read();
            assertThat(close.closeCode()).isEqualTo(4010);
            assertThat(close.closeReason()).isEqualTo("Authentication required");
        }
    }

    @Test
    void tokensAreAskedForBeforeTheTask() {
        try (var client = TestClient.connect(server.port(), "")) {
            client.say("{\"token\":\"" + server.token("alice") + "\"}");
            assertThat(client.hear()).contains("Missing required field: 'task'");
            assertThat(client.read().closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void aTicketIsForOneUse() {
        var answer = server.send("POST /api/v1/ws-tickets", server.bearer("alice"));
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("Cache-Control: no-store")
                .contains("\"expiresIn\":60");
        var ticket = answer.replaceAll("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");

        assertBegins("?ticket=" + ticket, "{\"task\":\"x\"}");
        assertClosedAtOnce("?ticket=" + ticket, "Invalid ticket");
        assertClosedAtOnce("?ticket=%00", "Invalid ticket");
    }

    @Test
    void anotherUsersChatIsNotThere() {
        var chat = server.lucid().begin(UserId.ofSubject("bob"), "secret");
        try (var client = TestClient.connect(server.port(), "?token=" + server.token("alice"))) {
            client.say("{\"type\":\"attach\",\"chatId\":\"" + chat.profile().id() + "\"}");
            assertThat(client.hear()).contains("error").doesNotContain("secret");
            assertThat(client.read().closeCode()).isEqualTo(4004);
        }
    }

    @Test
    void anExpiredTokenAsksForNothingMore() {
        try (var own = new LockedServer();
                var client = TestClient.connect(own.port(), "?token=" + own.token("alice"))) {
            client.say("{\"task\":\"x\"}");
            client.hearUntil(frame -> frame.contains("\"seq\":1"));
            own.clock().pass(Duration.ofHours(2));

            client.say("{\"type\":\"ping\"}");
            client.hearUntil(frame -> frame.contains("pong"));
            client.say("{\"content\":\"more\"}");
            client.hearUntil(frame -> frame.contains("expired"));
            assertThat(client.readToClose().closeCode()).isEqualTo(4010);
            assertThat(own.lucid().only().size()).isEqualTo(1);
        }
    }

    @Test
    void aTicketEndsWithTheTokenThatItWasGivenFor() {
        try (var own = new LockedServer()) {
            var ticket = own.send("POST /api/v1/ws-tickets", own.bearer("alice"))
                    .replaceAll("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");
            try (var client = TestClient.connect(own.port(), "?ticket=" + ticket)) {
                client.say("{\"task\":\"x\"}");
                client.hearUntil(frame -> frame.contains("\"seq\":1"));
                own.clock().pass(Duration.ofHours(2));

                client.say("{\"content\":\"more\"}");
                client.hearUntil(frame -> frame.contains("expired"));
                assertThat(client.readToClose().closeCode()).isEqualTo(4010);
            }
        }
    }

    @Test
    void pagesOfOtherOriginsOpenNoSocket() {
        assertThat(upgrade("Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .contains("ALLOWED_ORIGINS");
        assertThat(upgrade("Origin: null")).startsWith("HTTP/1.1 403 ");
        assertThat(upgrade("Origin: " + LockedServer.ORIGIN, "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void allowedPagesTheServersOwnAndProgramsOpenSockets() {
        var query = "?token=" + server.token("alice");
        assertBegins(query, "{\"task\":\"x\"}", "Origin: " + LockedServer.ORIGIN);
        assertBegins(query, "{\"task\":\"x\"}", "Origin: http://127.0.0.1:" + server.port());
        assertBegins(query, "{\"task\":\"x\"}", "Origin: https://127.0.0.1:" + server.port());
    }

    @Test
    void inLocalModeNobodyIsAsked() {
        try (var local = new TestServer();
                var client = TestClient.connect(local.port(), "?token=bad&ticket=bad")) {
            client.say("{\"task\":\"x\",\"token\":\"bad\"}");
            assertThat(client.hear()).contains("initializing");
        }
    }

    private String upgrade(String... headers) {
        var handshake = TestClient.handshake("127.0.0.1:" + server.port(), List.of(headers));
        return TestClient.exchange(
                server.port(),
                new String(handshake, StandardCharsets.UTF_8)
                        .replace("/api/v1/ws", "/api/v1/ws?token=" + server.token("alice"))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void assertBegins(String query, String first, String... headers) {
        try (var client = TestClient.connect(server.port(), query, headers)) {
            client.say(first);
            assertThat(client.hear()).contains("initializing");
        }
    }

    private void assertClosedAtOnce(String query, String reason, String... headers) {
        try (var client = TestClient.connect(server.port(), query, headers)) {
            var frame = client.read();
            assertThat(frame.opcode()).isEqualTo(TestClient.CLOSE);
            assertThat(frame.closeCode()).isEqualTo(4010);
            assertThat(frame.closeReason()).isEqualTo(reason);
        }
    }
}
