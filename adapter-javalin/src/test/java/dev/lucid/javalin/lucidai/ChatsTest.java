package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.PlayedChat;
import dev.lucid.javalin.RestClient;
import dev.lucid.javalin.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats over REST, on the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatsTest {
    private static final String CHATS = "/api/v1/chats";

    private final TestServer server = TestServer.withUsers();
    private final RestClient alice = server.rest("alice");
    private final RestClient bob = server.rest("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void listChatsEmpty() {
        assertThat(server.rest("nobody yet").get(CHATS).body()).isEqualTo("{\"chats\":[]}");
    }

    @Test
    void listChatsReturnsRows() {
        var chat = begin("carol", "My \"chat\"");
        var id = chat.profile().id();

        assertThat(server.rest("carol").get(CHATS).body())
                .isEqualTo("{\"chats\":[{\"id\":\"" + id + "\",\"agentSessionId\":\""
                        + chat.profile().session() + "\",\"projectId\":null,\"title\":\"My \\\"chat\\\"\","
                        + "\"modelProvider\":\"scripted\",\"isActive\":true,"
                        + "\"createdAt\":\"2026-03-01T12:00:00.000000+00:00\","
                        + "\"updatedAt\":\"2026-03-01T12:00:00.000000+00:00\"}]}");
    }

    @Test
    void listsComeInPages() {
        for (var i = 0; i < 3; i++) {
            begin("dora", "chat " + i);
        }
        var dora = server.rest("dora");

        assertThat(dora.get(CHATS + "?limit=2").json().path("chats")).hasSize(2);
        assertThat(dora.get(CHATS + "?limit=2&offset=2").json().path("chats")).hasSize(1);
        assertThat(dora.get(CHATS + "?offset=99999999999999999999").json().path("chats"))
                .isEmpty();
        assertThat(dora.get(CHATS + "?limit=%20100%20").json().path("chats")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0    | limit  | greater_than_equal | Input should be greater than or equal to 1",
                "limit=-5   | limit  | greater_than_equal | Input should be greater than or equal to 1",
                "limit=101  | limit  | less_than_equal    | Input should be less than or equal to 100",
                "offset=-1  | offset | greater_than_equal | Input should be greater than or equal to 0",
                "limit=x    | limit  | int_parsing        | Input should be a valid integer, unable to parse string as an integer",
                "limit=     | limit  | int_parsing        | Input should be a valid integer, unable to parse string as an integer",
                "offset=1.5 | offset | int_parsing        | Input should be a valid integer, unable to parse string as an integer"
            })
    void pagesHaveTheirLimits(String query, String name, String type, String message) {
        var reply = alice.get(CHATS + "?" + query);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .isEqualTo("{\"detail\":[{\"type\":\"" + type + "\",\"loc\":[\"query\",\"" + name + "\"],\"msg\":\""
                        + message + "\"}]}");
    }

    @Test
    void getChatNotFound() {
        var reply = alice.get(CHATS + "/" + UUID.randomUUID());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("{\"detail\":\"Chat not found\"}");
    }

    @Test
    void chatsOfOthersAreNotFound() {
        var path = CHATS + "/" + begin("alice", "secret").profile().id();

        assertThat(bob.get(path).body()).isEqualTo("{\"detail\":\"Chat not found\"}");
        assertThat(bob.get(path + "/events/1").status()).isEqualTo(404);
        assertThat(bob.patch(path, "{\"title\":\"mine\"}").status()).isEqualTo(404);
        assertThat(bob.delete(path).status()).isEqualTo(404);
        assertThat(alice.get(path).json().path("title").textValue()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "not-a-uuid", "1-1-1-1-1", "%00", "c0ffee00-0000-4000-8000-00000000000x"})
    void idsThatAreNoneAreNotFound(String id) {
        assertThat(alice.get(CHATS + "/" + id).status()).isIn(400, 404);
        assertThat(alice.delete(CHATS + "/" + id).status()).isIn(400, 404);
        assertThat(alice.patch(CHATS + "/" + id, "{\"title\":\"x\"}").status()).isIn(400, 404);
    }

    @Test
    void getChatWithMessages() {
        var chat = begin("alice", "hello");
        server.lucid().append(chat, Samples.started());
        server.lucid().append(chat, Samples.thought("t".repeat(3000)));
        server.lucid().append(chat, new ChatFact.ToolStarted(Samples.CALL));
        server.lucid().append(chat, Samples.event("command ended"));
        server.lucid().append(chat, Samples.event("imported state"));
        server.lucid().append(chat, Samples.event("imported action"));
        server.lucid().append(chat, Samples.event("call failed"));
        var reply = alice.get(CHATS + "/" + chat.profile().id());
        var messages = reply.json().path("messages");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("id").textValue())
                .isEqualTo(chat.profile().id().toString());
        assertThat(messages.findValuesAsText("eventType"))
                .containsExactly(
                        "InitialTask", "ThinkAction", "CmdOutputObservation", "CmdRunAction", "ErrorObservation");
        assertThat(messages.findValuesAsText("role"))
                .containsExactly("user", "assistant", "assistant", "assistant", "assistant");
        assertThat(messages.path(1).path("content").textValue()).isEqualTo("t".repeat(3000));
        assertThat(messages.path(0).toString())
                .isEqualTo("{\"id\":\"" + chat.events(0, 1).getFirst().id()
                        + "\",\"role\":\"user\",\"content\":\"hello\",\"eventType\":\"InitialTask\","
                        + "\"metadataJson\":null,\"createdAt\":\"2026-03-01T12:00:00.000000+00:00\"}");
    }

    @Test
    void messagesBeyondWhatOneAnswerHoldsAreAskedForAfterIt() {
        var chat = begin("alice", "long");
        for (var i = 0; i < 10; i++) {
            server.lucid().append(chat, new ChatFact.Said("x".repeat(1_000_000)));
        }
        var path = CHATS + "/" + chat.profile().id();
        var first = alice.get(path).json();
        var rest = alice.get(path + "?after=" + first.path("next").asText()).json();

        assertThat(first.path("messages").size() + rest.path("messages").size()).isEqualTo(11);
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void anEventIsShownWhole() {
        var chat = begin("alice", "hello");
        server.lucid().append(chat, Samples.thought("t".repeat(3000)));
        var path = CHATS + "/" + chat.profile().id() + "/events/";
        var whole = alice.get(path + "2");

        assertThat(whole.json().path("seq").intValue()).isEqualTo(2);
        assertThat(whole.json().path("content").textValue()).isEqualTo("t".repeat(3000));
        assertThat(whole.json().path("thought").textValue()).isEqualTo("t".repeat(3000));
        assertThat(whole.json().has("truncated")).isFalse();
        assertThat(alice.get(path + "1").body())
                .isEqualTo(EventFrames.text(chat.events(0, 1).getFirst()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "-1", "x", "1.0", "01", "99999999999999999999", "999999999999999999"})
    void eventsThatAreNotThereAreNotFound(String seq) {
        var chat = begin("alice", "hello");

        assertThat(alice.get(CHATS + "/" + chat.profile().id() + "/events/" + seq)
                        .detail())
                .isEqualTo("Event not found");
    }

    @Test
    void renameChat() {
        var id = begin("alice", "Old").profile().id();
        var reply = alice.patch(CHATS + "/" + id, "{\"title\":\"New title\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"status\":\"updated\",\"id\":\"" + id + "\",\"title\":\"New title\"}");
        assertThat(alice.get(CHATS + "/" + id).json().path("title").textValue()).isEqualTo("New title");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"title\":null}",
                "{\"title\":\"\"}",
                "{\"title\":0}",
                "{\"title\":false}",
                "{\"title\":[]}",
                "{\"title\":{}}"
            })
    void renameChatMissingTitle(String body) {
        var reply = alice.patch(CHATS + "/" + UUID.randomUUID(), body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"detail\":\"Missing 'title'\"}");
    }

    @Test
    void titlesThatCanNotBeKeptAreRefused() {
        var path = CHATS + "/" + begin("alice", "Old").profile().id();

        assertThat(alice.patch(path, "{\"title\":\"" + "x".repeat(256) + "\"}").body())
                .isEqualTo("{\"detail\":[{\"type\":\"value_error\",\"loc\":[\"body\",\"title\"],"
                        + "\"msg\":\"Value error, A title has at most 255 characters\"}]}");
        assertThat(alice.patch(path, "{\"title\":5}").status()).isEqualTo(422);
        assertThat(alice.patch(path, "[\"title\"]").status()).isEqualTo(422);
    }

    @Test
    void deleteChat() {
        var id = begin("alice", "Old").profile().id();
        var reply = alice.delete(CHATS + "/" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"status\":\"deleted\",\"id\":\"" + id + "\"}");
        assertThat(alice.get(CHATS + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void deleteChatNotFound() {
        assertThat(alice.delete(CHATS + "/" + UUID.randomUUID()).body()).isEqualTo("{\"detail\":\"Chat not found\"}");
    }

    private PlayedChat begin(String user, String task) {
        return server.lucid().begin(UserId.ofSubject(user), task);
    }
}
