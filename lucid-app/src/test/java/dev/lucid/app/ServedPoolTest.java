package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to keep a container waiting. */
@Timeout(180)
class ServedPoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aChatTakesTheSessionThatWaits() throws IOException {
        var data = folder.resolve("data");
        try (var lucid = new ServedLucid(
                data,
                Map.of(
                        Variable.LUCID_SANDBOX, "docker",
                        Variable.SANDBOX_IMAGE, "lucid-test:small",
                        Variable.LUCID_POOL, "1"))) {
            var pool = new LucidConfig(data, Map.of()).workspaces().resolve(".pool");
            await().atMost(PATIENCE).until(() -> !waiting(pool).isEmpty());
            var waits = waiting(pool).getFirst();

            // Who comes before its container is ready gets another, and it waits on.
            await().atMost(PATIENCE).until(() -> sessionsOfAChat(lucid).contains(waits));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(waiting(pool)).hasSize(1).doesNotContain(waits));
        }
    }

    private static List<String> sessionsOfAChat(ServedLucid lucid) {
        try (var socket = lucid.socket("somebody", "{\"task\":\"print hello world\"}")) {
            await().atMost(PATIENCE).until(() -> socket.saw("completed"));

            return socket.frames().stream()
                    .map(frame -> frame.path("sessionId").asText())
                    .toList();
        }
    }

    private static List<String> waiting(Path pool) throws IOException {
        if (!Files.isDirectory(pool)) {
            return List.of();
        }
        try (var found = Files.list(pool)) {
            return found.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> !name.contains("."))
                    .toList();
        }
    }
}
