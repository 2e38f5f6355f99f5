package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.PlayedChat;
import dev.lucid.javalin.PlayedLucid;
import dev.lucid.javalin.TestClient;
import dev.lucid.javalin.TestServer;
import dev.lucid.port.chat.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation over the socket, frame by frame, on the real server. */
class SocketTest {
    private final TestServer server = new TestServer();
    private final PlayedLucid lucid = server.lucid();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aTaskIsFollowedFromItsFirstFrameToItsLast() {
        lucid.showTree(FileTree.of(List.of(
                new FileEntry(WorkspacePath.of("src"), FileEntry.Kind.FOLDER, 0),
                new FileEntry(WorkspacePath.of("src/hello.py"), FileEntry.Kind.FILE, 5))));
        try (var client = server.connect()) {
            client.say("{\"task\":\"print hello\",\"modelProvider\":\"google\",\"repoUrl\":\"\",\"token\":null}");

            assertThat(client.hear())
                    .isEqualTo("{\"type\":\"status\",\"status\":\"initializing\","
                            + "\"message\":\"Setting up agent workspace...\"}");
            var ready = json(client.hear());
            assertThat(ready.path("status").textValue()).isEqualTo("mock_mode");
            assertThat(ready.path("message").textValue())
                    .startsWith("Running in MOCK mode — OpenHands SDK not installed.");
            var chat = lucid.chat(ready.path("chatId").textValue());
            assertThat(ready.path("sessionId").textValue())
                    .isEqualTo(chat.profile().session().toString());
            assertThat(words(json(client.hear()))).isEqualTo("1 InitialTask");

            play(chat);

            assertThat(client.hearUntil(frame -> frame.contains("\"completed\"")).stream()
                            .map(frame -> words(json(frame))))
                    .containsExactly(
                            "2 TurnStarted",
                            "running",
                            "3 ThinkAction",
                            "4 CmdRunAction",
                            "file_tree /src /src/hello.py",
                            "5 ModelReplied",
                            "6 ToolStarted",
                            "delta output 0 hel",
                            "7 CmdOutputObservation",
                            "file_tree /src /src/hello.py",
                            "8 MessageAction",
                            "9 ModelReplied",
                            "10 TurnEnded",
                            "file_tree /src /src/hello.py",
                            "completed");
        }
    }

    @Test
    void aRealModelIsReadyInsteadOfMocked() {
        lucid.useModel(new ModelRef("anthropic", "claude"));
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\"}");
            client.hear();

            assertThat(client.hear())
                    .contains("\"status\":\"ready\"")
                    .contains("Agent session ready. Starting task...");
            assertThat(client.hear())
                    .contains("\"event\":\"task_start\",\"content\":\"Agent starting task: x\"")
                    .doesNotContain("\"seq\"", "eventType", "timestamp");
        }
    }

    @Test
    void aRealModelIsSaidToTakeUpWhatFollows() {
        lucid.useModel(new ModelRef("anthropic", "claude"));
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\"}");
            client.hearUntil(frame -> frame.contains("InitialTask"));
            client.say("{\"content\":\"" + "é".repeat(100) + "\"}");

            assertThat(client.hearUntil(frame -> frame.contains("task_start")).getLast())
                    .contains("\"content\":\"Processing: " + "é".repeat(80) + "...\"");
        }
    }

    @Test
    void whatIsSaidWhileATurnRunsSteersIt() {
        try (var client = begun()) {
            client.say("{\"type\":\"message\",\"content\":\"also tests\"}");
            client.say("{\"type\":\"whatever a client calls it\",\"content\":\"and docs\"}");

            assertThat(words(json(client.hear()))).isEqualTo("2 FollowUp");
            assertThat(words(json(client.hear()))).isEqualTo("3 FollowUp");
            assertThat(onlyChat().events(1, 2))
                    .extracting(stored -> ((ChatRequest.UserMessaged) stored.event()).delivery())
                    .containsOnly(ChatRequest.Delivery.STEER);
        }
    }

    @Test
    void whoHasTooManyAtWorkIsToldSoAndMayStay() {
        try (var client = begun()) {
            client.say("{\"content\":\"one too many\"}");
            client.say("{\"content\":\"and docs\"}");

            assertThat(client.hear()).contains("\"type\":\"error\"").contains("There are too many.");
            assertThat(words(json(client.hear()))).isEqualTo("2 FollowUp");
        }
    }

    @Test
    void theSameKeyIsTheSameMessageAndTheSameAnswer() {
        try (var client = begun()) {
            client.say("{\"content\":\"once\",\"key\":\"k1\"}");
            client.say("{\"content\":\"once\",\"key\":\"k1\"}");
            client.say("{\"type\":\"ping\"}");

            var heard = client.hearUntil(frame -> frame.contains("pong"));
            assertThat(heard).filteredOn(frame -> frame.contains("FollowUp")).hasSize(1);
            assertThat(heard).filteredOn(frame -> frame.contains("\"ack\"")).hasSize(2);
            assertThat(heard.stream().filter(frame -> frame.contains("\"ack\"")).distinct())
                    .hasSize(1);
            assertThat(onlyChat().size()).isEqualTo(2);
        }
    }

    @Test
    void theSameKeyIsTheSameChat() {
        String first;
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\",\"key\":\"start-1\"}");
            client.hear();
            first = json(client.hear()).path("chatId").textValue();
        }
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\",\"key\":\"start-1\"}");
            client.hear();

            assertThat(json(client.hear()).path("chatId").textValue()).isEqualTo(first);
            assertThat(lucid.chats()).isEqualTo(1);
        }
    }

    @Test
    void whatIsGivenForAChatAloneIsHandedOn() {
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\",\"repoUrl\":\"https://example.com/r\",\"gitToken\":\"ghp_1\",\"apiKey\":\"\","
                    + "\"api_key\":\"sk-1\",\"pullRequest\":true}");
            var heard = client.hearUntil(frame -> frame.contains("InitialTask"));
            var command = lucid.started().getLast();

            assertThat(command.secrets())
                    .isEqualTo(new ChatSecrets(Optional.of(new Secret("ghp_1")), Optional.of(new Secret("sk-1"))));
            assertThat(command.pullRequest()).isTrue();
            assertThat(heard).noneMatch(frame -> frame.contains("ghp_1") || frame.contains("sk-1"));
        }
    }

    @Test
    void aPreparedSessionStartsAndStartingItAgainIsTheSameStart() {
        var chats = new ArrayList<String>();
        var session = server.rest("local").post("/api/v1/sessions", "{\"task\":\"prepared\"}");
        for (var i = 0; i < 2; i++) {
            try (var client = server.connect()) {
                client.say(
                        "{\"sessionId\":\"" + session.json().path("sessionId").textValue() + "\"}");

                assertThat(client.hear()).contains("\"initializing\"");
                chats.add(json(client.hear()).path("chatId").textValue());
                assertThat(json(client.hear()).path("content").textValue()).isEqualTo("prepared");
            }
        }
        assertThat(chats.getFirst()).isEqualTo(chats.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0ffee00-0000-4000-8000-000000000001", "gone", "1-1-1-1-1"})
    void aSessionThatWasNotPreparedDoesNotStart(String id) {
        try (var client = server.connect()) {
            client.say("{\"sessionId\":\"" + id + "\"}");

            assertThat(client.hearUntil(frame -> frame.contains("\"error\"")).getLast())
                    .contains("You have prepared no such session");
            assertThat(client.readToClose().closeCode()).isEqualTo(4004);
        }
    }

    @Test
    void stopStopsTheTurnAndKeepsTheSocket() {
        try (var client = begun()) {
            lucid.append(onlyChat(), Samples.started());
            client.say("{\"type\":\"stop\"}");

            assertThat(words(client, 4)).containsExactly("2 TurnStarted", "running", "3 StopRequested", "stopping");
            lucid.append(onlyChat(), new ChatFact.TurnEnded(new StopReason.Stopped()));
            assertThat(words(client, 2)).containsExactly("4 TurnEnded", "stopped");
            client.say("{\"type\":\"ping\"}");
            assertThat(client.hear()).contains("pong");
        }
    }

    @Test
    void stopWithoutATurnIsAnsweredTheSameWay() {
        try (var client = begun()) {
            client.say("{\"type\":\"stop\",\"content\":\"stop\"}");

            assertThat(words(client, 3)).containsExactly("2 StopRequested", "stopping", "stopped");
        }
    }

    @Test
    void aCallWaitsForItsApproval() {
        try (var client = begun()) {
            var chat = onlyChat();
            lucid.append(chat, Samples.started());
            lucid.append(chat, Samples.called(Samples.command("ls -l")));
            lucid.append(chat, new ChatFact.ApprovalAsked(Samples.CALL, Samples.AT));
            assertThat(words(client, 4))
                    .containsExactly("2 TurnStarted", "running", "3 CmdRunAction", "4 ApprovalAsked");
            var waiting = json(client.hear());
            assertThat(waiting.path("status").textValue()).isEqualTo("waiting");
            assertThat(waiting.path("call").textValue()).isEqualTo(Samples.CALL.toString());
            assertThat(waiting.path("tool").textValue()).isEqualTo("run_command");
            assertThat(waiting.path("content").textValue()).isEqualTo("ls -l");

            client.say("{\"type\":\"approve\",\"call\":\"" + Samples.CALL + "\",\"decision\":\"allow\"}");

            assertThat(words(client, 2)).containsExactly("5 ApprovalGiven", "running");
            assertThat(chat.events(4, 1).getFirst().event())
                    .isEqualTo(new ChatRequest.ApprovalGiven(Samples.CALL, ChatRequest.Decision.ALLOW));
        }
    }

    @Test
    void aTurnCanBePausedAndResumed() {
        try (var client = begun()) {
            lucid.append(onlyChat(), Samples.started());
            client.say("{\"type\":\"pause\"}");
            client.say("{\"type\":\"resume\"}");

            assertThat(words(client, 6))
                    .containsExactly(
                            "2 TurnStarted", "running", "3 PauseRequested", "waiting", "4 ResumeRequested", "running");
        }
    }

    @Test
    void aFailedTurnSaysWhyFirst() {
        try (var client = begun()) {
            lucid.append(onlyChat(), Samples.started());
            lucid.append(onlyChat(), new ChatFact.TurnEnded(new StopReason.Failed("The key is wrong: set another.")));

            assertThat(words(client, 5))
                    .containsExactly(
                            "2 TurnStarted",
                            "running",
                            "3 TurnEnded",
                            "error The key is wrong: set another.",
                            "failed");
        }
    }

    @Test
    void aTurnTakenOverWasInterruptedAndGoesOn() {
        try (var client = begun()) {
            lucid.append(onlyChat(), Samples.started());
            lucid.append(onlyChat(), new ChatFact.TurnTakenOver());

            assertThat(words(client, 5))
                    .containsExactly("2 TurnStarted", "running", "3 TurnTakenOver", "interrupted", "running");
        }
    }

    @Test
    void deltasBelongToTheEventOrCallThatTheyName() {
        try (var client = begun()) {
            var chat = onlyChat();
            chat.show(new Sight.Delta(Sight.Kind.PROGRESS, Samples.EVENT.value(), 0, "no frame is made of this"));
            chat.show(new Sight.Delta(Sight.Kind.TEXT, Samples.EVENT.value(), 0, "Hel\ud83d"));
            chat.show(new Sight.Delta(Sight.Kind.TEXT, Samples.EVENT.value(), 4, "\ude00lo"));
            chat.append(Samples.EVENT, new ChatFact.Said("Hel😀lo"));

            var first = json(client.hear());
            var second = json(client.hear());
            var whole = json(client.hear());
            assertThat(first.path("text").textValue() + second.path("text").textValue())
                    .isEqualTo(whole.path("content").textValue());
            assertThat(second.path("at").longValue()).isEqualTo(4);
            assertThat(second.path("kind").textValue()).isEqualTo("text");
            assertThat(whole.path("id")).isEqualTo(first.path("id"));
            assertThat(first.has("seq")).isFalse();
            assertThat(first.path("chatId")).isEqualTo(whole.path("chatId"));
        }
    }

    @Test
    void compressionIsNotOffered() {
        var answer = TestClient.exchange(server.port(), TestClient.handshake("localhost", List.of()));

        assertThat(answer).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("permessage-deflate");
    }

    private void play(PlayedChat chat) {
        lucid.append(chat, Samples.started());
        lucid.append(chat, Samples.thought("Let me see."));
        lucid.append(chat, Samples.called(Samples.command("mkdir src && touch src/hello.py")));
        lucid.append(chat, Samples.event("reply"));
        lucid.append(chat, new ChatFact.ToolStarted(Samples.CALL));
        chat.show(new Sight.Delta(Sight.Kind.OUTPUT, Samples.CALL.value(), 0, "hel"));
        lucid.append(chat, Samples.finished(new ToolResult.CommandEnded(0, "hello", false)));
        lucid.append(chat, new ChatFact.Said("There it is."));
        lucid.append(chat, Samples.event("reply"));
        lucid.append(chat, new ChatFact.TurnEnded(new StopReason.Finished("There it is.")));
    }

    /** A client that has started a chat, and read up to its first event. */
    private TestClient begun() {
        var client = server.connect();
        client.say("{\"task\":\"do it\"}");
        client.hearUntil(frame -> frame.contains("InitialTask"));
        return client;
    }

    private PlayedChat onlyChat() {
        return lucid.only();
    }

    private static List<String> words(TestClient client, int frames) {
        return java.util.stream.Stream.generate(() -> words(json(client.hear())))
                .limit(frames)
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.read(text).orElseThrow();
    }

    /** A frame in few words. */
    static String words(JsonNode frame) {
        return switch (frame.path("type").textValue()) {
            case "agent_event" ->
                frame.path("seq").longValue() + " " + frame.path("eventType").textValue();
            case "agent_delta" ->
                "delta " + frame.path("kind").textValue() + " "
                        + frame.path("at").longValue() + " "
                        + frame.path("text").textValue();
            case "file_tree" -> "file_tree" + paths(frame.path("tree"));
            case "error" -> "error " + frame.path("message").textValue();
            default -> frame.path("status").textValue();
        };
    }

    private static String paths(JsonNode nodes) {
        var paths = new StringBuilder();
        for (var node : nodes) {
            paths.append(' ').append(node.path("path").textValue()).append(paths(node.path("children")));
        }
        return paths.toString();
    }
}
