package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.javalin.TestClient;
import dev.lucid.javalin.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of messages that somebody has tampered with. Each is answered or closes its socket; none hangs. */
class MutationTest {
    /** To each of the four servers. */
    private static final int MESSAGES = Boolean.getBoolean("lucid.soak") ? 25_000 : 2_500;

    private static final List<String> SEEDS = List.of(
            "{\"task\":\"print hello\",\"modelProvider\":\"google\",\"repoUrl\":\"\",\"token\":null,\"key\":\"k\"}",
            "{\"sessionId\":\"5e55104e-0000-4000-8000-000000000001\",\"gitToken\":\"t\",\"pullRequest\":false}",
            "{\"type\":\"attach\",\"chatId\":\"c0ffee00-0000-4000-8000-000000000001\",\"after\":0}",
            "{\"type\":\"message\",\"content\":\"hello\",\"agent\":\"lucid\",\"model\":\"default\",\"key\":\"k2\"}",
            "{\"type\":\"approve\",\"call\":\"ca11ca11-0000-4000-8000-000000000003\",\"decision\":\"always\"}",
            "{\"type\":\"stop\",\"content\":\"stop\"}",
            "{\"type\":\"pause\"}",
            "{\"type\":\"ping\"}");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noMessageBreaksTheServer(long seed) {
        var random = new SplittableRandom(seed);
        try (var server = new TestServer()) {
            var client = begun(server);
            for (var i = 0; i < MESSAGES; i++) {
                var message = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
                var first = random.nextInt(4) == 0;
                if (first) {
                    client.close();
                    client = server.connect();
                }
                // Both at once, as the first may close the socket.
                var probe = "probe-" + i;
                client.writeRaw(both(message, "{\"type\":\"" + probe + "\"}"));
                if (!survives(client, probe)) {
                    client.close();
                    client = begun(server);
                }
            }
            client.close();

            assertThat(TestClient.exchange(
                            server.port(),
                            "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8)))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    /** Reads up to the probe's answer, or to the close; neither may tell of the server's insides. */
    private static boolean survives(TestClient client, String probe) {
        while (true) {
            var frame = client.read();
            if (frame.opcode() == TestClient.CLOSE) {
                assertThat(frame.closeCode()).isIn(1000, 1007, 4001, 4004);
                return false;
            }
            assertThat(frame.text()).doesNotContain("Exception", "dev.lucid", "jackson", "java.");
            if (frame.text().contains("'" + probe + "'")) {
                return true;
            }
        }
    }

    private static TestClient begun(TestServer server) {
        var client = server.connect();
        client.say("{\"task\":\"do it\"}");
        client.hearUntil(frame -> frame.contains("InitialTask"));
        return client;
    }

    private static byte[] both(byte[] message, String probe) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(TestClient.frame(0x81, message));
        bytes.writeBytes(TestClient.frame(0x81, probe.getBytes(StandardCharsets.UTF_8)));
        return bytes.toByteArray();
    }

    private static byte[] mutated(String message, SplittableRandom random) {
        var bytes = new ArrayList<Byte>();
        for (var b : message.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b);
        }
        var changes = random.nextInt(4);
        for (var i = 0; i < changes && !bytes.isEmpty(); i++) {
            var at = random.nextInt(bytes.size());
            switch (random.nextInt(5)) {
                case 0 -> bytes.remove(at);
                case 1 -> bytes.set(at, (byte) random.nextInt(256));
                case 2 -> bytes.add(at, (byte) random.nextInt(128));
                case 3 ->
                    bytes.addAll(at, bytes.subList(at, bytes.size()).stream().toList());
                default -> bytes.subList(at, bytes.size()).clear();
            }
        }
        var result = new byte[bytes.size()];
        for (var i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }
}
