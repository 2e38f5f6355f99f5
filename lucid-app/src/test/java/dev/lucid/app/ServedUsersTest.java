package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.app.crash.SocketWatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users of one server see, of their own work and of each other's, and what is left when it is deleted. */
@Timeout(180)
class ServedUsersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What differs from one time to the next. */
    private static final Set<String> OF_THE_MOMENT = Set.of("timestamp", "chatId", "sessionId", "call", "id", "at");

    @TempDir
    private static Path folder;

    private static PlayedHost host;
    private static ServedLucid lucid;

    private String user = "";

    /** A turn that has ended, by what clients call its parts. */
    private record Done(String chat, String session) {}

    @BeforeAll
    static void start() throws IOException {
        host = new PlayedHost();
        lucid = new ServedLucid(
                folder.resolve("data"),
                Map.of(
                        Variable.GITHUB_API_URL, host.url(),
                        Variable.LUCID_SANDBOX, "local",
                        Variable.SANDBOX_IMAGE, "lucid-test:small"));
    }

    @AfterAll
    static void stop() {
        lucid.close();
        host.close();
    }

    @BeforeEach
    void comeAsSomebodyNew() {
        user = "user-" + UUID.randomUUID();
    }

    @Test
    void whoAsksIsToldThatCommandsCouldRunInContainers() {
        assertThat(lucid.getBare("/").body().path("docker_available").booleanValue())
                .isTrue();
    }

    @Test
    void aTaskOverTheSocketGoesAsItIsWritten() throws IOException {
        var frames = new StringBuilder();
        try (var socket = lucid.socket(user, "{\"task\":\"print hello world\",\"modelProvider\":\"anthropic\"}")) {
            await().atMost(PATIENCE).until(() -> socket.saw("completed"));
            socket.frames().stream()
                    .filter(ServedUsersTest::hasItsPlace)
                    .forEach(frame -> frames.append(normal(frame)).append('\n'));
        }
        try (var golden = requireNonNull(ServedUsersTest.class.getResourceAsStream("task-over-socket.txt"))) {
            assertThat(frames).hasToString(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void aFollowUpIsAnsweredAndAPing() {
        try (var socket = lucid.socket(user, "{\"task\":\"print hello world\"}")) {
            await().atMost(PATIENCE).until(() -> socket.saw("completed"));
            socket.say("{\"type\":\"ping\"}");
            await().atMost(PATIENCE).until(() -> isLast(socket, "pong"));
            var before = socket.frames().size();
            socket.say("{\"type\":\"message\",\"content\":\"Now add unit tests\"}");
            await().atMost(PATIENCE)
                    .until(() -> socket.frames().stream()
                            .skip(before)
                            .anyMatch(frame -> frame.path("status").asText().equals("completed")));

            assertThat(socket.frames().stream().skip(before))
                    .anyMatch(frame -> frame.path("content").asText().equals("Now add unit tests"));
        }
    }

    @Test
    void whoShowsNoTokenIsTurnedAway() {
        try (var socket = lucid.socketWith("", "{\"task\":\"Hello agent\"}")) {
            await().atMost(PATIENCE).until(() -> socket.closeCode() == 4010);

            assertThat(socket.frames())
                    .singleElement()
                    .returns("error", frame -> frame.path("type").asText())
                    .returns(
                            "Authentication required. Provide a valid JWT token.",
                            frame -> frame.path("message").asText());
        }
    }

    @Test
    void whoShowsABadTokenIsTurnedAwayWithoutAWord() {
        try (var socket = lucid.socketWith("token=bad.token", "")) {
            await().atMost(PATIENCE).until(() -> socket.closeCode() == 4010);

            assertThat(socket.frames()).isEmpty();
        }
    }

    @Test
    void anEmptyTaskIsNone() {
        try (var socket = lucid.socket(user, "{\"task\":\"\"}")) {
            await().atMost(PATIENCE).until(() -> socket.closeCode() == 4001);

            assertThat(socket.frames())
                    .singleElement()
                    .returns(
                            "Missing required field: 'task'",
                            frame -> frame.path("message").asText());
        }
    }

    @Test
    void aTicketOpensASocketOnce() {
        var ticket = lucid.post(user, "/api/v1/ws-tickets", "").text("ticket");
        try (var socket = lucid.socketWith("ticket=" + ticket, "{\"task\":\"print hello world\"}")) {
            await().atMost(PATIENCE).until(() -> socket.saw("completed"));
        }
        assertThat(lucid.get(user, "/api/v1/chats").body().path("chats")).hasSize(1);
        try (var socket = lucid.socketWith("ticket=" + ticket, "")) {
            await().atMost(PATIENCE).until(() -> socket.closeCode() == 4010);
        }
    }

    @Test
    void usersDoNotSeeEachOther() {
        var mine = done();
        lucid.post(
                user,
                "/api/v1/integrations",
                "{\"provider\":\"github\",\"token\":\"" + PlayedHost.GITHUB_TOKEN + "\"}");
        var other = "other-" + UUID.randomUUID();

        assertThat(lucid.get(other, "/api/v1/chats").body().path("chats")).isEmpty();
        assertThat(lucid.get(other, "/api/v1/sessions").body().path("sessions")).isEmpty();
        assertThat(lucid.get(other, "/api/v1/integrations").body().path("integrations"))
                .isEmpty();
        assertThat(lucid.get(other, "/api/v1/chats/" + mine.chat()).status()).isEqualTo(404);
        assertThat(lucid.patch(other, "/api/v1/chats/" + mine.chat(), "{\"title\":\"Mine now\"}")
                        .status())
                .isEqualTo(404);
        assertThat(lucid.delete(other, "/api/v1/chats/" + mine.chat()).status()).isEqualTo(404);
        assertThat(lucid.get(other, "/api/v1/sessions/" + mine.session()).status())
                .isEqualTo(403);
        assertThat(lucid.get(other, "/api/v1/files/list?session_id=" + mine.session())
                        .status())
                .isEqualTo(403);
        assertThat(lucid.get(other, "/api/v1/files/read?session_id=" + mine.session() + "&path=/hello.sh")
                        .status())
                .isEqualTo(403);
        try (var socket = lucid.socket(other, "{\"type\":\"attach\",\"chatId\":\"" + mine.chat() + "\",\"after\":0}")) {
            await().atMost(PATIENCE).until(() -> socket.closeCode() == 4004);
            assertThat(socket.stored()).isEmpty();
        }
        assertThat(lucid.get(user, "/api/v1/chats/" + mine.chat()).text("title"))
                .isEqualTo("print hello world");
    }

    @Test
    void theFilesOfASessionAreRead() {
        var mine = done();

        assertThat(lucid.get(user, "/api/v1/files/list?session_id=" + mine.session())
                        .body()
                        .path("tree")
                        .findValuesAsText("path"))
                .contains("/hello.sh");
        for (var path : List.of("/hello.sh", "/workspace/hello.sh")) {
            assertThat(lucid.get(user, "/api/v1/files/read?session_id=" + mine.session() + "&path=" + path)
                            .text("content"))
                    .contains("hello world");
        }
    }

    @Test
    void aSessionThatIsEndedLeavesNoFilesAndKeepsTheChat() {
        var mine = done();
        assertThat(filesOf(mine)).isNotEmpty();

        assertThat(lucid.delete(user, "/api/v1/sessions/" + mine.session()).status())
                .isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesOf(mine)).isEmpty());
        assertThat(lucid.get(user, "/api/v1/sessions/" + mine.session()).status())
                .isEqualTo(404);
        assertThat(lucid.get(user, "/api/v1/chats/" + mine.chat()).status()).isEqualTo(200);
    }

    @Test
    void aChatThatIsDeletedLeavesNothing() {
        var mine = done();

        assertThat(lucid.delete(user, "/api/v1/chats/" + mine.chat()).status()).isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesOf(mine)).isEmpty());
        assertThat(lucid.get(user, "/api/v1/chats").body().path("chats")).isEmpty();
        assertThat(lucid.get(user, "/api/v1/sessions/" + mine.session()).status())
                .isEqualTo(404);
    }

    @Test
    void theServerSaysWhereDataLiesAndCountsItsTurns() {
        assertThat(lucid.getBare("/").text("database")).isEqualTo("embedded");
        assertThat(lucid.getBare("/metrics").status()).isEqualTo(200);
    }

    private Done done() {
        try (var socket = lucid.socket(user, "{\"task\":\"print hello world\"}")) {
            await().atMost(PATIENCE).until(() -> socket.saw("completed"));
            var session = socket.frames().stream()
                    .map(frame -> frame.path("sessionId").asText())
                    .filter(id -> !id.isEmpty())
                    .findFirst();

            return new Done(socket.stored().getFirst().path("chatId").asText(), session.orElseThrow());
        }
    }

    /** What lies on the server's disk under the names of the chat or its session, the database's own files left out. */
    private static List<Path> filesOf(Done turn) {
        try (var files = Files.walk(folder.resolve("data"))) {
            return files.filter(file -> !file.startsWith(folder.resolve("data/postgres")))
                    .filter(file -> file.toString().contains(turn.chat())
                            || file.toString().contains(turn.session()))
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of(folder); // something went away meanwhile: look again
        }
    }

    /** Trees of files, deltas and what is under way are shown when they are known, between others. */
    private static boolean hasItsPlace(JsonNode frame) {
        return !Set.of("agent_delta", "file_tree").contains(frame.path("type").asText())
                && !frame.path("status").asText().equals("running");
    }

    private static boolean isLast(SocketWatcher socket, String type) {
        return socket.frames().getLast().path("type").asText().equals(type);
    }

    /** A frame without what differs from one time to the next. */
    private static String normal(JsonNode frame) {
        var copy = frame.<ObjectNode>deepCopy();
        copy.propertyStream()
                .map(Map.Entry::getKey)
                .filter(OF_THE_MOMENT::contains)
                .collect(Collectors.toSet())
                .forEach(name -> copy.put(name, "…"));

        return copy.toString();
    }
}
