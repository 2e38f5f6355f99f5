package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that somebody has tampered with. None is a failure of the server's, and none tells of its insides. */
class HttpMutationTest {
    private static final int REQUESTS = Boolean.getBoolean("lucid.soak") ? 50_000 : 750;

    private static final List<String> SEEDS = List.of(
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nOrigin: http://localhost:3000\r\nConnection: close\r\n\r\n",
            "POST /api/v1/ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
            new String(TestClient.handshake("localhost", List.of("Connection: close")), StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noRequestBreaksTheServer(long seed) {
        var random = new SplittableRandom(seed);
        try (var server = new TestServer()) {
            for (var i = 0; i < REQUESTS; i++) {
                var answer =
                        TestClient.exchange(server.port(), mutated(SEEDS.get(random.nextInt(SEEDS.size())), random));

                assertThat(answer)
                        .doesNotContain("Exception", "dev.lucid", "org.eclipse", "\tat ")
                        // 501 and 505 are answers to what HTTP has no word for, not failures of the server.
                        .matches("(?s)|HTTP/1\\.[01] ([1234]\\d\\d|501|505) .*");
            }
            assertThat(TestClient.exchange(server.port(), SEEDS.getFirst().getBytes(StandardCharsets.UTF_8)))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static byte[] mutated(String request, SplittableRandom random) {
        var bytes = request.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        for (var b : bytes) {
            switch (random.nextInt(100)) {
                case 0 -> {
                    // left out
                }
                case 1 -> out.write(random.nextInt(256));
                case 2 -> {
                    out.write(b);
                    out.write(b);
                }
                default -> out.write(b);
            }
        }

        return out.toByteArray();
    }
}
