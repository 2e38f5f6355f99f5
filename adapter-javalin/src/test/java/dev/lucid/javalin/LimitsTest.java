package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is too much, and what whoever asks it is told. */
class LimitsTest {
    private static final Limits.Rate SLOW = new Limits.Rate(1, 3);
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
