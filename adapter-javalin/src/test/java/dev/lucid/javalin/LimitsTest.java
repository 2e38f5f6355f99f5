package dev.lucid.javalin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is too much, and what whoever asks it is told. */
class LimitsTest {
    private static final Limits.Rate SLOW = new Limits.Rate(1, 3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Limits SMALL = new Limits(Optional.of(SLOW), Optional.of(SLOW), 100);

    @Test
    void aBurstIsTakenAndThenAsMuchAsFlowsIn() {
        var nanos = new AtomicLong();
        var allowances = new Allowances<String>(new Limits.Rate(10, 3), nanos::get);
        for (var i = 0; i < 3; i++) {
            assertThat(allowances.take("a")).isEmpty();
        }

        assertThat(allowances.take("a")).contains(Duration.ofMillis(100));
        assertThat(allowances.take("b")).isEmpty();
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(allowances.take("a")).isEmpty();
        assertThat(allowances.take("a")).isPresent();
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        for (var i = 0; i < 3; i++) {
            assertThat(allowances.take("a")).isEmpty();
        }
        assertThat(allowances.take("a")).isPresent();
    }

    @Test
    void thoseSeenLastAreRemembered() {
        var allowances = new Allowances<Integer>(new Limits.Rate(1, 1), () -> 0);
        for (var i = 0; i < 20_000; i++) {
            assertThat(allowances.take(i)).isEmpty();
        }

        assertThat(allowances.take(19_999)).isPresent();
        assertThat(allowances.take(0)).isEmpty();
    }

    @Test
    void whoAsksTooMuchIsToldWhenToComeAgainAndNobodyElseIs() {
        try (var server = new LockedServer(SMALL)) {
            for (var i = 0; i < 3; i++) {
                assertThat(server.send("POST /who/a", server.bearer("alice"))).startsWith("HTTP/1.1 200 ");
            }

            assertThat(server.send("POST /who/a", server.bearer("alice"), "Origin: " + LockedServer.ORIGIN))
                    .startsWith("HTTP/1.1 429 ")
                    .containsPattern("Retry-After: [12]\r\n")
                    .contains("Access-Control-Allow-Origin", "{\"detail\":");
            assertThat(server.send("POST /who/a", server.bearer("bob"))).startsWith("HTTP/1.1 200 ");
            assertThat(server.send("GET /health")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoFailsTooOftenIsToldSoAndWhoShowsGoodCredentialsIsServed() {
        try (var server = new LockedServer(SMALL)) {
            assertThat(server.send("POST /who/a")).startsWith("HTTP/1.1 403 ");
            for (var i = 0; i < 2; i++) {
                assertThat(server.send("POST /who/a", "Authorization: Bearer bad"))
                        .startsWith("HTTP/1.1 401 ");
            }

            assertThat(server.send("POST /who/a", "Authorization: Bearer bad"))
                    .startsWith("HTTP/1.1 429 ")
                    .contains("Retry-After: ");
            assertThatThrownBy(() -> TestClient.connect(server.port(), "?token=bad"))
                    .hasMessageContaining("HTTP/1.1 429 ");
            assertThat(server.send("POST /who/a", server.bearer("alice"))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoAsksTooMuchOverASocketIsToldSoAndTheSocketStays() {
        try (var server = new LockedServer(SMALL);
                var client = TestClient.connect(server.port(), "?token=" + server.token("alice"))) {
            client.say("{\"task\":\"x\"}");
            client.hearUntil(frame -> frame.contains("\"seq\":1"));
            for (var i = 0; i < 10; i++) {
                client.say("{\"content\":\"more\"}");
            }

            client.hearUntil(frame -> frame.contains("You ask too much at once: try again in "));
            assertThat(server.send("GET /health")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void inLocalModeNobodyIsCounted() {
        try (var server = new TestServer(new ServerSettings("127.0.0.1", 0, SMALL), Duration.ofSeconds(30))) {
            for (var i = 0; i < 10; i++) {
                try (var client = server.connect()) {
                    client.say("{\"type\":\"ping\"}");
                    assertThat(client.hear()).contains("pong");
                }
            }
        }
    }

    @Test
    void aUserHasSoManySocketsAndANewOneOnceOneIsClosed() {
        try (var server = new LockedServer(withSockets(2))) {
            var query = "?token=" + server.token("alice");
            try (var first = TestClient.connect(server.port(), query)) {
                try (var second = TestClient.connect(server.port(), "")) {
                    second.say("{\"task\":\"x\",\"token\":\"" + server.token("alice") + "\"}");
                    second.hearUntil(frame -> frame.contains("\"seq\":1"));

                    assertThatThrownBy(() -> TestClient.connect(server.port(), query))
                            .hasMessageContaining("HTTP/1.1 429 ")
                            .hasMessageContaining("Retry-After: 5");
                    assertIsTurnedAway(server);
                    try (var other = TestClient.connect(server.port(), "?token=" + server.token("bob"))) {
                        other.say("{\"type\":\"ping\"}");
                        assertThat(other.hear()).contains("pong");
                    }
                }
                await().atMost(PATIENCE).until(() -> server.server().sockets() == 1);
                try (var third = TestClient.connect(server.port(), query)) {
                    third.say("{\"type\":\"ping\"}");
                    assertThat(third.hear()).contains("pong");
                }
                first.say("{\"type\":\"ping\"}");
                assertThat(first.hear()).contains("pong");
            }
        }
    }

    private static void assertIsTurnedAway(LockedServer server) {
        try (var client = TestClient.connect(server.port(), "")) {
            client.say("{\"task\":\"x\",\"token\":\"" + server.token("alice") + "\"}");
            assertThat(client.hear()).contains("You have too many sockets open");
            assertThat(client.readToClose().closeCode()).isEqualTo(1013);
        }
    }

    @Test
    void aStrangerSaysLittleAtOnceAndAUserMuch() {
        var much = "{\"type\":\"ping\",\"filler\":\"" + "x".repeat(Line.FROM_STRANGERS) + "\"}";
        try (var server = new LockedServer();
                var stranger = TestClient.connect(server.port(), "");
                var user = TestClient.connect(server.port(), "?token=" + server.token("alice"))) {
            user.say(much);
            assertThat(user.hear()).contains("pong");
            stranger.say("{\"type\":\"ping\"}");
            assertThat(stranger.hear()).contains("pong");
            stranger.say(much);
            assertThat(stranger.readToClose().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aStrangerWhoShowsATokenMaySayMuchFromThenOn() {
        try (var server = new LockedServer();
                var client = TestClient.connect(server.port(), "")) {
            client.say("{\"task\":\"x\",\"token\":\"" + server.token("alice") + "\"}");
            client.hearUntil(frame -> frame.contains("\"seq\":1"));
            client.say("{\"type\":\"ping\",\"filler\":\"" + "x".repeat(Line.FROM_STRANGERS) + "\"}");

            client.hearUntil(frame -> frame.contains("pong"));
        }
    }

    @Test
    void whoComesWhenAllConnectionsAreTakenIsServedOnceOneHasEnded() throws IOException {
        var limits = new Limits(Optional.empty(), Optional.empty(), 100, OptionalInt.empty(), 2, 2);
        try (var server = new LockedServer(limits);
                var idle = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var late = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (var socket : List.of(idle, late)) {
                ask(socket);
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            try (var waiting = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                ask(waiting);
                waiting.setSoTimeout(300);
                assertThatThrownBy(() -> waiting.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                idle.shutdownOutput();
                waiting.setSoTimeout((int) PATIENCE.toMillis());
                assertThat(waiting.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    }

    private static Limits withSockets(int most) {
        return new Limits(Optional.empty(), Optional.empty(), 100, OptionalInt.of(most), 100, 100);
    }

    @Test
    void bodiesAreTakenUpToTheirLimit() {
        try (var server = new LockedServer(SMALL)) {
            assertThat(server.sendBody("POST /who/a", "x".repeat(100), server.bearer("alice")))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(server.sendBody("POST /who/a", "x".repeat(101), server.bearer("alice")))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("{\"detail\":");
        }
    }
}
