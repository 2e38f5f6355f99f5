package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.javalin.RestClient;
import dev.lucid.javalin.TestServer;
import dev.lucid.port.chat.StartChat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions over REST, on the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsTest {
    private static final String SESSIONS = "/api/v1/sessions";

    private final TestServer server = TestServer.withUsers();
    private final RestClient alice = server.rest("alice");
    private final RestClient bob = server.rest("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void createSessionReturnsItsIdAndThatItIsPlayed() {
        var reply = alice.post(SESSIONS, "{\"task\":\"Write hello world\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").textValue()).isEqualTo("mock");
        assertThat(reply.json().path("message").textValue())
                .isEqualTo("Mock session created — OpenHands SDK not installed."
                        + " Install openhands-sdk to enable real agent execution.");
        assertThat(Ids.session(reply.json().path("sessionId").textValue())).isPresent();
    }

    @Test
    void aSessionOfARealModelIsReady() {
        var reply = alice.post(SESSIONS, "{\"task\":\"x\",\"model_provider\":\"anthropic\"}");

        assertThat(reply.json().path("status").textValue()).isEqualTo("ready");
        assertThat(reply.json().path("message").textValue())
                .isEqualTo("Agent session initialized. Connect via WebSocket to start.");
    }

    @Test
    void aKeyThatCanBeNoneIsSaidToBeInvalidWhereItWouldBeNeeded() {
        var refused =
                alice.post(SESSIONS, "{\"task\":\"x\",\"model_provider\":\"anthropic\",\"api_key\":\"two words\"}");
        var played = alice.post(SESSIONS, "{\"task\":\"x\",\"api_key\":\"two words\"}");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"detail\":{\"status\":\"error\",\"message\":\"Invalid API Key\"}}");
        assertThat(played.status()).isEqualTo(200);
    }

    @Test
    void whereNothingButTheScriptIsThereItPlaysWhateverWasNamed() {
        var reply = alice.post(SESSIONS, "{\"task\":\"x\",\"model_provider\":\"google\"}");

        assertThat(reply.json().path("status").textValue()).isEqualTo("mock");
    }

    @Test
    void allThatIsSaidBesideTheTaskIsKept() {
        alice.post(
                SESSIONS,
                "{\"task\":\"\",\"token\":\"ignored\",\"userId\":\"ignored\",\"unknown\":[1],\"repoUrl\":\"https://example.com/r\","
                        + "\"branch\":\"dev\",\"gitToken\":\"ghp_1\",\"api_key\":\"sk-1\",\"gitUserName\":\"A\","
                        + "\"gitUserEmail\":\"a@example.com\",\"projectId\":\"p1\",\"pullRequest\":true}",
                "Idempotency-Key: k1");

        assertThat(server.lucid().sessions().prepared())
                .contains(new StartChat.Command(
                        UserId.ofSubject("alice"),
                        "",
                        Optional.empty(),
                        Optional.of(new RepositoryRef(
                                "https://example.com/r", Optional.of("dev"), new Author("A", "a@example.com"))),
                        true,
                        new ChatSecrets(Optional.of(new Secret("ghp_1")), Optional.of(new Secret("sk-1"))),
                        Optional.of("p1"),
                        Optional.empty(),
                        Optional.of("k1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                | missing               | [\"body\"]           | Field required",
                "{                                 | json_invalid          | [\"body\"]           | JSON decode error",
                "{} {}                             | json_invalid          | [\"body\"]           | JSON decode error",
                "` `                               | json_invalid          | [\"body\"]           | JSON decode error",
                "[]                                | model_attributes_type | [\"body\"]           | Input should be a valid dictionary or object to extract fields from",
                "null                              | model_attributes_type | [\"body\"]           | Input should be a valid dictionary or object to extract fields from",
                "{}                                | missing               | [\"body\",\"task\"]  | Field required",
                "{\"task\":null}                   | string_type           | [\"body\",\"task\"]  | Input should be a valid string",
                "{\"task\":5}                      | string_type           | [\"body\",\"task\"]  | Input should be a valid string",
                "{\"task\":\"x\",\"repoUrl\":5}    | string_type           | [\"body\",\"repoUrl\"] | Input should be a valid string",
                "{\"task\":\"x\",\"api_key\":\"a\\nb\"} | value_error      | [\"body\",\"api_key\"] | Value error, It must be one line without control characters",
                "{\"task\":\"x\",\"pullRequest\":\"x\"} | bool_type        | [\"body\",\"pullRequest\"] | Input should be a valid boolean"
            })
    void whatDoesNotFitIsSaidFieldByField(String body, String type, String place, String message) {
        var reply = alice.post(SESSIONS, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"detail\":[{\"type\":\"" + type + "\",\"loc\":" + place + ",\"msg\":\"" + message + "\"}]}");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceAndNoSecretIsRepeated() {
        var reply = alice.post(SESSIONS, "{\"repoUrl\":7,\"gitToken\":\"s3cret\\n\\u0000x\"}");

        assertThat(reply.json().path("detail")).hasSize(3);
        assertThat(reply.body()).doesNotContain("s3cret");
    }

    @Test
    void whatIsNotSaidToBeJsonIsNotReadAsJson() {
        assertThat(alice.post(SESSIONS, "{\"task\":\"x\"}", "Content-Type: text/plain")
                        .status())
                .isEqualTo(422);
        assertThat(alice.post(SESSIONS, "{\"task\":\"x\"}", "Content-Type: application/json; charset=utf-8")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTaskThatCanNotBeStartedIsRefused() {
        var reply = alice.post(SESSIONS, "{\"task\":\"" + "x".repeat(80_001) + "\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
                .isEqualTo("{\"detail\":{\"status\":\"error\",\"message\":\"That can't be started.\"}}");
    }

    @Test
    void whoHasTooManyIsToldWhenToComeAgain() {
        var reply = alice.post(SESSIONS, "{\"task\":\"one too many\"}");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).contains("60");
        assertThat(reply.detail()).isEqualTo("There are too many.");
    }

    @Test
    void listSessionsOwnOnly() {
        var mine = prepared("Task " + "é".repeat(100));
        var theirs =
                bob.post(SESSIONS, "{\"task\":\"B\"}").json().path("sessionId").textValue();
        var listed = alice.get(SESSIONS);

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.json().path("sessions").findValuesAsText("sessionId"))
                .contains(mine)
                .doesNotContain(theirs);
        assertThat(listed.body())
                .contains("{\"sessionId\":\"" + mine + "\",\"userId\":\"" + UserId.ofSubject("alice")
                        + "\",\"task\":\"Task " + "é".repeat(75) + "\",\"isAlive\":true,"
                        + "\"createdAt\":\"2026-03-01T12:00:00.000000+00:00\"}");
    }

    @Test
    void aSessionIsShownWithItsEvents() {
        var id = prepared("Task A");

        assertThat(alice.get(SESSIONS + "/" + id).body())
                .isEqualTo("{\"sessionId\":\"" + id + "\",\"userId\":\"" + UserId.ofSubject("alice")
                        + "\",\"task\":\"Task A\",\"isAlive\":true,"
                        + "\"createdAt\":\"2026-03-01T12:00:00.000000+00:00\",\"totalEvents\":0}");
    }

    @Test
    void sessionsOfOthersAreNotShownAndUnknownOnesNotFound() {
        var id = prepared("Task A");

        assertThat(bob.get(SESSIONS + "/" + id).status()).isEqualTo(403);
        assertThat(bob.get(SESSIONS + "/" + id).detail()).isEqualTo("Not authorized to access this session.");
        assertThat(bob.get(SESSIONS + "/nonexistent-id").status()).isEqualTo(404);
        assertThat(bob.get(SESSIONS + "/nonexistent-id").detail()).isEqualTo("Session nonexistent-id not found.");
    }

    @Test
    void stopSession() {
        var id = prepared("Task B");
        var reply = alice.delete(SESSIONS + "/" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo("{\"status\":\"stopped\",\"sessionId\":\"" + id
                        + "\",\"message\":\"Session stopped and resources cleaned up.\"}");
        assertThat(alice.get(SESSIONS + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void stopNonexistentSession() {
        var reply = alice.delete(SESSIONS + "/nonexistent-id");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.detail()).isEqualTo("Session nonexistent-id not found.");
    }

    @Test
    void stopOtherUsersSession() {
        var id = prepared("User A task");
        var reply = bob.delete(SESSIONS + "/" + id);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail()).isEqualTo("Not authorized to stop this session.");
        assertThat(alice.get(SESSIONS + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void aStoreThatFailsIsSaidPlainly() {
        server.lucid().fail(true);
        try {
            assertThat(alice.get(SESSIONS).status()).isEqualTo(503);
        } finally {
            server.lucid().fail(false);
        }
    }

    @Test
    void modelsAreNamedInAnyOfTheUsualFields() {
        alice.post(SESSIONS, "{\"task\":\"m\",\"modelProvider\":\"anthropic\",\"model\":\"claude-1\"}");

        assertThat(server.lucid().sessions().prepared())
                .anyMatch(command ->
                        command.model().equals(Optional.of(new ModelRef("anthropic", "claude-1").toString())));
    }

    private String prepared(String task) {
        return alice.post(SESSIONS, "{\"task\":\"" + task + "\"}")
                .json()
                .path("sessionId")
                .textValue();
    }
}
