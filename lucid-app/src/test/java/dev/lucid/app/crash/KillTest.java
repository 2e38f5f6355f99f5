package dev.lucid.app.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed at many moments of running turns, at some of them with its database, and started again: each
 * event that a watcher had seen is there, under its number; the turn ends; no command ran twice. Nothing is asked to end,
 * and nothing is written any more; what the system still holds for the disk is what a power cut would cost besides.
 */
class KillTest {
    private static final int MOMENTS = 50;
    private static final long SEED = 20_260_102;

    /** Each turn runs eight commands; each command says in a file of its chat that it ran. */
    private static final int COMMANDS = 8;

    private static final Duration LONGEST_TURN = Duration.ofMillis(1200);

    @TempDir
    Path folder;

    @Test
    void noEventIsLostAndNoCommandRunsTwiceWheneverTheServerIsKilled() throws IOException {
        var data = folder.resolve("data");
        var script = Files.writeString(folder.resolve("script.yaml"), script());
        var random = new SplittableRandom(SEED);
        var server = ServerProcess.start(data, script);
        try {
            for (var moment = 0; moment < MOMENTS; moment++) {
                var when = "seed " + SEED + ", moment " + moment;
                var before = new SocketWatcher(server.socket(), "{\"task\":\"count\"}");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !before.stored().isEmpty());
                LockSupport.parkNanos(random.nextLong(LONGEST_TURN.toNanos()));
                if (random.nextInt(3) == 0) {
                    server.killWithItsDatabase();
                } else {
                    server.kill();
                }
                var seen = List.copyOf(before.stored());
                before.close();
                var chat = seen.getFirst().path("chatId").asText();

                server = ServerProcess.start(data, script);
                checkAfter(server, chat, seen, when);
            }
        } finally {
            server.close();
        }
        assertNoCommandRanTwice(data);
    }

    private static void checkAfter(ServerProcess server, String chat, List<JsonNode> seen, String when) {
        var attach = "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":0}";
        try (var after = new SocketWatcher(server.socket(), attach)) {
            await(when).atMost(Duration.ofSeconds(30)).until(() -> after.saw("completed"));

            var stored = after.stored();
            assertThat(stored.stream().map(frame -> frame.path("seq").asLong()))
                    .as(when)
                    .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
            assertThat(stored.subList(0, seen.size())).as(when).isEqualTo(seen);
        }
    }

    private static void assertNoCommandRanTwice(Path data) throws IOException {
        try (var files = Files.walk(data.resolve("workspaces"))) {
            var logs = files.filter(file -> file.getFileName().toString().equals("ran.txt"))
                    .toList();

            assertThat(logs).hasSizeGreaterThan(MOMENTS / 2);
            for (var log : logs) {
                assertThat(Files.readAllLines(log)).as(log.toString()).doesNotHaveDuplicates();
            }
        }
    }

    private static String script() {
        var script = new StringBuilder("turns:\n");
        for (var i = 1; i <= COMMANDS; i++) {
            script.append("  - text: Step ").append(i).append("\n    calls:\n      - tool: run_command\n");
            script.append("        arguments: {command: \"echo ").append(i).append(" >> ran.txt; sleep 0.1\"}\n");
        }

        return script.append("  - text: All steps are done\n").toString();
    }
}
