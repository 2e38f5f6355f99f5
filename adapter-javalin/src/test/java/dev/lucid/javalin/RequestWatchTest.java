package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a watch of requests is told. */
class RequestWatchTest {
    private final List<RequestWatch.Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();

    private RequestWatch.Watched began(RequestWatch.Arrival arrival) {
        arrivals.add(arrival);

        return (route, status) -> ends.add(arrival.id() + " " + route + " " + status);
    }

    @Test
    void eachRequestIsToldOfAsItComesAndAsItIsAnswered() {
        try (var server = new LockedServer(Limits.STANDARD, Optional.empty(), this::began)) {
            server.send("GET /health", "X-Request-ID: a", "traceparent: one", "tracestate: two");
            server.send("GET /nowhere", "X-Request-ID: b", "traceparent: one", "traceparent: other");
            server.send("POST /who/me", "X-Request-ID: c");
            try (var client = TestClient.connect(server.port(), "?token=" + server.token("alice"))) {
                client.say("{\"type\":\"ping\"}");
                assertThat(client.hear()).contains("pong");
            }
        }

        assertThat(arrivals)
                .containsExactly(
                        new RequestWatch.Arrival("GET", "a", Map.of("traceparent", "one", "tracestate", "two")),
                        new RequestWatch.Arrival("GET", "b", Map.of()),
                        new RequestWatch.Arrival("POST", "c", Map.of()));
        assertThat(ends).containsExactly("a /health 200", "b none 404", "c /who/{name} 403");
    }
}
