package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.LocalMode;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.PlayedLucid;
import dev.lucid.javalin.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredChatsTest {
    private static final PlayedLucid LUCID = new PlayedLucid();
    private static final LucidServer SERVER = new LucidServer(
            new ServerSettings("127.0.0.1", 0),
            new LocalMode(List.of()),
            List.of(new StoredChats(LUCID.verbs(), event -> "{\"seq\":" + event.seq() + "}")));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    @Test
    void aChatIsStartedOnceForAKeyAndFound() throws Exception {
        var task = "{\"task\":\"print hello\",\"key\":\"once\",\"repoUrl\":\"https://example.com/x.git\"}";
        var begun = json(post("/api/v1/chats", task));
        var again = json(post("/api/v1/chats", task));
        var id = begun.path("chat").path("id").textValue();

        assertThat(begun.path("event").path("seq").intValue()).isEqualTo(1);
        assertThat(begun.path("repeated").booleanValue()).isFalse();
        assertThat(again.path("repeated").booleanValue()).isTrue();
        assertThat(again.path("chat")).isEqualTo(begun.path("chat"));
        assertThat(json(get("/api/v1/profiles?limit=100")).path("profiles")).contains(begun.path("chat"));
        assertThat(json(get("/api/v1/chats/" + id + "/events?limit=0")).path("chat"))
                .isEqualTo(begun.path("chat"));
    }

    @Test
    void eventsComeInOrderAPageAtATime() throws Exception {
        var id = chat();
        for (var i = 0; i < 4; i++) {
            post("/api/v1/chats/" + id + "/events", "{\"content\":\"more\"}");
        }

        assertThat(seqs("/api/v1/chats/" + id + "/events")).containsExactly(1, 2, 3, 4, 5);
        assertThat(seqs("/api/v1/chats/" + id + "/events?after=1&limit=2")).containsExactly(2, 3);
        assertThat(seqs("/api/v1/chats/" + id + "/events?after=5")).isEmpty();
    }

    @Test
    void whatIsAskedForIsAnsweredWithItsEvent() throws Exception {
        var id = chat();
        var path = "/api/v1/chats/" + id + "/events";

        assertThat(json(post(path, "{\"content\":\"and tests\",\"queue\":true,\"key\":\"a\"}"))
                        .path("event")
                        .path("seq")
                        .intValue())
                .isEqualTo(2);
        assertThat(json(post(path, "{\"content\":\"and tests\",\"queue\":true,\"key\":\"a\"}"))
                        .path("repeated")
                        .booleanValue())
                .isTrue();
        assertThat(json(post(path, "{\"type\":\"stop\"}"))
                        .path("event")
                        .path("seq")
                        .intValue())
                .isEqualTo(3);
        var said = LUCID.chat(id).events(1, 2).stream().map(stored -> stored.event());
        assertThat(said)
                .containsExactly(
                        new ChatRequest.UserMessaged("and tests", ChatRequest.Delivery.QUEUE, false),
                        new ChatRequest.StopRequested());
    }

    @Test
    void anotherUsersChatIsLikeOneThatIsNotThere() throws Exception {
        var other =
                LUCID.begin(new UserId(new UUID(7, 7)), "secret").profile().id().toString();

        for (var id : List.of(other, UUID.randomUUID().toString(), "nonsense")) {
            assertThat(get("/api/v1/chats/" + id + "/events").statusCode()).isEqualTo(404);
            assertThat(post("/api/v1/chats/" + id + "/events", "{\"type\":\"stop\"}")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(get("/api/v1/profiles").body()).doesNotContain(other);
    }

    @Test
    void whoHasTooManyAtWorkIsToldWhenToComeAgain() throws Exception {
        var reply = post("/api/v1/chats/" + chat() + "/events", "{\"content\":\"one too many\"}");

        assertThat(reply.statusCode()).isEqualTo(429);
        assertThat(reply.headers().firstValue("Retry-After")).contains("60");
        assertThat(reply.body()).isEqualTo("{\"detail\":\"There are too many.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"task\":\" \"}", "{\"type\":\"ping\"}", "{\"type\":\"attach\"}"})
    void whatIsNoTaskIsRefused(String body) throws Exception {
        assertThat(post("/api/v1/chats", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"type\":\"ping\"}", "{\"type\":\"approve\"}", "{\"type\":\"what\"}"})
    void whatIsNoRequestIsRefused(String body) throws Exception {
        assertThat(post("/api/v1/chats/" + chat() + "/events", body).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "limit=101", "limit=99999999999999999999"})
    void aNumberThatIsNoneIsRefused(String query) throws Exception {
        assertThat(get("/api/v1/chats/" + chat() + "/events?" + query).statusCode())
                .isEqualTo(400);
    }

    private static String chat() throws Exception {
        return json(post("/api/v1/chats", "{\"task\":\"work\"}"))
                .path("chat")
                .path("id")
                .textValue();
    }

    private static List<Integer> seqs(String path) throws Exception {
        return json(get(path)).path("events").findValues("seq").stream()
                .map(JsonNode::intValue)
                .toList();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + SERVER.port() + path);
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body()).orElseThrow();
    }
}
