package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the published description of Lucid AI's routers tests, by the names that it gives, over HTTP. Each test has a user
 * of its own, so that what is said to be empty is.
 */
@Timeout(120)
class PublishedRoutersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static PlayedHost host;
    private static ServedLucid lucid;

    private String user = "";

    @BeforeAll
    static void start() throws IOException {
        host = new PlayedHost();
        lucid = new ServedLucid(
                folder, Map.of(Variable.GITHUB_API_URL, host.url(), Variable.ALLOWED_PRIVATE_HOSTS, host.place()));
    }

    @AfterAll
    static void stop() {
        lucid.close();
        host.close();
    }

    @BeforeEach
    void comeAsSomebodyNew() {
        user = "test-user-" + UUID.randomUUID();
    }

    @Test
    void noTokenReturns403() {
        assertThat(lucid.getBare("/api/v1/chats").status()).isEqualTo(403);
    }

    @Test
    void badTokenReturns401() {
        assertThat(lucid.getBare("/api/v1/chats", "Authorization", "Bearer bad.token")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void validTokenPasses() {
        assertThat(lucid.get(user, "/api/v1/chats").status()).isEqualTo(200);
    }

    @Test
    void healthOk() {
        var health = lucid.getBare("/health");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.text("status")).isEqualTo("ok");
    }

    @Test
    void createSession() {
        var created = lucid.post(user, "/api/v1/sessions", "{\"task\":\"Write hello world\"}");

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.text("sessionId")).isNotEmpty();
        assertThat(created.text("status")).isIn("mock", "ready");
    }

    @Test
    void listSessionsOwnOnly() {
        var mine = session(user, "Task A");
        var theirs = session("somebody-else", "Task A");

        var listed = lucid.get(user, "/api/v1/sessions");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().path("sessions").findValuesAsText("sessionId"))
                .contains(mine)
                .doesNotContain(theirs);
    }

    @Test
    void stopSession() {
        var stopped = lucid.delete(user, "/api/v1/sessions/" + session(user, "Task B"));

        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.text("status")).isEqualTo("stopped");
    }

    @Test
    void stopNonexistentSession() {
        assertThat(lucid.delete(user, "/api/v1/sessions/nonexistent-id").status())
                .isEqualTo(404);
    }

    @Test
    void stopOtherUsersSession() {
        var session = session(user, "User A task");

        assertThat(lucid.delete("other-user-id", "/api/v1/sessions/" + session).status())
                .isEqualTo(403);
    }

    @Test
    void listChatsEmpty() {
        var listed = lucid.get(user, "/api/v1/chats");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().toString()).isEqualTo("{\"chats\":[]}");
    }

    @Test
    void listChatsReturnsRows() {
        var chat = chat();

        var listed = lucid.get(user, "/api/v1/chats");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().path("chats").findValuesAsText("id")).containsExactly(chat);
    }

    @Test
    void getChatNotFound() {
        assertThat(lucid.get(user, "/api/v1/chats/" + UUID.randomUUID()).status())
                .isEqualTo(404);
    }

    @Test
    void getChatWithMessages() {
        var shown = lucid.get(user, "/api/v1/chats/" + chat());

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body().path("messages"))
                .isNotEmpty()
                .first()
                .satisfies(
                        message -> assertThat(message.path("content").asText()).isEqualTo("hello"))
                .satisfies(message ->
                        assertThat(message.path("eventType").asText()).isEqualTo("InitialTask"));
    }

    @Test
    void renameChat() {
        var renamed = lucid.patch(user, "/api/v1/chats/" + chat(), "{\"title\":\"New title\"}");

        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.text("title")).isEqualTo("New title");
    }

    @Test
    void renameChatMissingTitle() {
        assertThat(lucid.patch(user, "/api/v1/chats/" + UUID.randomUUID(), "{}").status())
                .isEqualTo(400);
    }

    @Test
    void deleteChat() {
        var deleted = lucid.delete(user, "/api/v1/chats/" + chat());

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.text("status")).isEqualTo("deleted");
    }

    @Test
    void deleteChatNotFound() {
        assertThat(lucid.delete(user, "/api/v1/chats/" + UUID.randomUUID()).status())
                .isEqualTo(404);
    }

    @Test
    void saveIntegrationValidatesToken() {
        var saved = lucid.post(user, "/api/v1/integrations", "{\"provider\":\"github\",\"token\":\"bad_token\"}");

        assertThat(saved.status()).isEqualTo(422);
    }

    @Test
    void saveIntegrationSuccess() {
        var saved = connected();

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.text("provider")).isEqualTo("github");
        assertThat(saved.text("username")).isEqualTo("octocat");
        assertThat(saved.body().path("connected").asBoolean()).isTrue();
    }

    @Test
    void listIntegrationsEmpty() {
        var listed = lucid.get(user, "/api/v1/integrations");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().toString()).isEqualTo("{\"integrations\":[]}");
    }

    @Test
    void deleteIntegration() {
        connected();
        var deleted = lucid.delete(user, "/api/v1/integrations/github");

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.text("status")).isEqualTo("disconnected");
    }

    @Test
    void listReposNoIntegration() {
        assertThat(lucid.get(user, "/api/v1/integrations/github/repos").status())
                .isEqualTo(404);
    }

    @Test
    void gitlabUrlTrailingSlashStripped() {
        var saved = lucid.post(
                user,
                "/api/v1/integrations",
                "{\"provider\":\"gitlab\",\"token\":\"" + PlayedHost.GITLAB_TOKEN + "\",\"gitlabUrl\":\"" + host.url()
                        + "/\"}");

        assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
        assertThat(saved.text("username")).isEqualTo("gl_user");
        assertThat(host.asked()).contains("/api/v4/user").noneMatch(path -> path.contains("//"));
    }

    private ServedLucid.Reply connected() {
        return lucid.post(
                user,
                "/api/v1/integrations",
                "{\"provider\":\"github\",\"token\":\"" + PlayedHost.GITHUB_TOKEN + "\"}");
    }

    private static String session(String owner, String task) {
        return lucid.post(owner, "/api/v1/sessions", "{\"task\":\"" + task + "\"}")
                .text("sessionId");
    }

    /** A chat of the user's whose turn has ended. */
    private String chat() {
        try (var socket = lucid.socket(user, "{\"task\":\"hello\"}")) {
            await().atMost(PATIENCE).until(() -> socket.saw("completed"));
            return socket.stored().getFirst().path("chatId").asText();
        }
    }
}
