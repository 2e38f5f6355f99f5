package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.javalin.LocalMode;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.TestClient;
import dev.lucid.javalin.TestServer;
import dev.lucid.javalin.Verbs;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wire over the real use cases: turns really run, only with everything in memory. */
class RealLucidTest {
    private final InMemoryStore store = new InMemoryStore();
    private final InMemorySandboxes sandboxes = new InMemorySandboxes((command, files, output, stop) -> {
        output.text("doing ");
        output.text(command.script() + "\n");
        if (command.script().contains("wait")) {
            var stopped = new CountDownLatch(1);
            try (var _ = stop.whenRaised(stopped::countDown)) {
                stopped.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new CommandEnd.Stopped();
        }
        return new CommandEnd.Exited(0);
    });
    private ApprovalPolicy approval = ApprovalPolicy.NEVER;
    private CountDownLatch heardLive = new CountDownLatch(0);
    private List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aTurnIsShownFromItsTaskToItsEnd() {
        heardLive = new CountDownLatch(1);
        var server = serve(lucid());
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"touch it\",\"modelProvider\":\"google\"}");
            var heard = hearLive(client, "\"running\"");
            var events =
                    heard.stream().filter(frame -> frame.contains("\"seq\"")).toList();

            assertThat(events.stream()
                            .map(frame -> json(frame).path("eventType").textValue()))
                    .containsExactly(
                            "InitialTask",
                            "TurnStarted",
                            "ThinkAction",
                            "MessageAction",
                            "FileWriteAction",
                            "ModelReplied",
                            "ToolStarted",
                            "FileWriteObservation",
                            "ThinkAction",
                            "MessageAction",
                            "CmdRunAction",
                            "ModelReplied",
                            "ToolStarted",
                            "CmdOutputObservation",
                            "ThinkAction",
                            "MessageAction",
                            "ToolCallAction",
                            "ModelReplied",
                            "ToolResultObservation",
                            "TurnEnded");
            for (var i = 0; i < events.size(); i++) {
                assertThat(json(events.get(i)).path("seq").longValue()).isEqualTo(i + 1);
            }
            assertThat(words(heard))
                    .containsSubsequence("running", "20 TurnEnded", "completed")
                    .filteredOn(words -> words.startsWith("file_tree"))
                    .hasSizeGreaterThanOrEqualTo(3);
            assertThat(words(heard)).endsWith("20 TurnEnded", "file_tree /a.txt", "completed");
        }
    }

    @Test
    void deltasCarryTheIdOfWhatTakesTheirPlace() {
        heardLive = new CountDownLatch(1);
        var server = serve(lucid());
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"echo\"}");
            var heard = hearLive(client, "\"agent_delta\"").stream()
                    .map(RealLucidTest::json)
                    .toList();
            var deltas = heard.stream()
                    .filter(frame -> frame.path("type").textValue().equals("agent_delta"))
                    .toList();

            assertThat(deltas)
                    .isNotEmpty()
                    .allSatisfy(delta -> assertThat(heard)
                            .filteredOn(frame -> frame.has("seq"))
                            .anySatisfy(frame -> {
                                assertThat(frame.path("id")).isEqualTo(delta.path("id"));
                                assertThat(frame.path("content").textValue())
                                        .contains(delta.path("text").textValue());
                            }));
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefusedAndTheSocketKept() {
        var server = serve(lucid());
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"wait\"}");
            client.hearUntil(frame -> frame.contains("\"output\""));
            client.say("{\"content\":\"" + "x".repeat(1_000_000) + "\"}");

            var refusal =
                    json(client.hearUntil(frame -> frame.contains("\"error\"")).getLast());
            assertThat(refusal.path("message").textValue()).contains("1000000 characters", "80000");
            client.say("{\"type\":\"ping\"}");
            assertThat(client.hear()).contains("pong");
        }
    }

    @Test
    void aTaskThatIsTooLongBeginsNoChat() {
        var server = serve(lucid());
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"" + "x".repeat(1_000_000) + "\"}");

            assertThat(client.hearUntil(frame -> frame.contains("\"error\"")).getLast())
                    .contains("1000000 characters", "80000");
            assertThat(client.readToClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void whoComesLaterIsShownTheSame() {
        var server = serve(lucid());
        String chat;
        List<String> live;
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"echo\"}");
            live = client.hearUntil(frame -> frame.contains("\"completed\"")).stream()
                    .filter(frame -> frame.contains("\"seq\""))
                    .toList();
            chat = json(live.getFirst()).path("chatId").textValue();
        }
        for (var after = 0; after <= live.size(); after++) {
            try (var client = attach(server, chat, after)) {
                assertThat(client.hearUntil(frame -> frame.contains("\"completed\"")).stream()
                                .filter(frame -> frame.contains("\"seq\"")))
                        .isEqualTo(live.subList(after, live.size()));
            }
        }
    }

    @Test
    void aRunningCommandIsStopped() {
        var server = serve(lucid());
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"wait for ever\"}");
            client.hearUntil(frame -> frame.contains("\"output\""));
            client.say("{\"type\":\"stop\"}");
            var heard = words(client.hearUntil(frame -> frame.contains("\"status\":\"stopped\"")));

            assertThat(heard).containsSubsequence("stopping", "stopped");
            client.say("{\"content\":\"go on\"}");
            assertThat(words(client.hearUntil(frame -> frame.contains("\"completed\""))))
                    .endsWith("completed");
        }
    }

    @Test
    void aCallRunsOnceItIsAllowed() {
        approval = ApprovalPolicy.WRITES;
        var server = serve(lucid());
        try (var client = TestClient.connect(server.port())) {
            client.say("{\"task\":\"echo\"}");
            for (var decision : List.of("allow", "deny")) {
                var waiting = json(
                        client.hearUntil(frame -> frame.contains("\"waiting\"")).getLast());
                client.say("{\"type\":\"approve\",\"call\":\""
                        + waiting.path("call").textValue() + "\",\"decision\":\"" + decision + "\"}");
            }
            var heard = words(client.hearUntil(frame -> frame.contains("\"completed\"")));

            assertThat(heard)
                    .anyMatch(words -> words.endsWith("ErrorObservation"))
                    .endsWith("completed");
        }
    }

    @Test
    void aRestartedServerGoesOnWhereTheOtherStopped() {
        var lucid = lucid();
        var first = serve(lucid);
        List<String> heard;
        try (var client = TestClient.connect(first.port())) {
            client.say("{\"task\":\"wait\"}");
            heard = new ArrayList<>(client.hearUntil(frame -> frame.contains("\"output\"")).stream()
                    .filter(frame -> frame.contains("\"seq\""))
                    .toList());
            var stopping = Thread.ofVirtual().start(first::close);
            var close = client.readToClose();
            assertThat(close.closeCode()).isEqualTo(1012);
            client.write(TestClient.CLOSE, close.payload());
            assertThat(stopping.isAlive() || open.remove(first)).isTrue();
        }
        var second = serve(lucid);
        try (var client = attach(second, json(heard.getFirst()).path("chatId").textValue(), heard.size())) {
            assertThat(words(client.hearUntil(frame -> frame.contains("\"running\""))))
                    .contains("delta output 0 doing wait\n");
            client.say("{\"type\":\"stop\"}");
            heard.addAll(client.hearUntil(frame -> frame.contains("\"status\":\"stopped\"")).stream()
                    .filter(frame -> frame.contains("\"seq\""))
                    .toList());
        }
        for (var i = 0; i < heard.size(); i++) {
            assertThat(json(heard.get(i)).path("seq").longValue()).isEqualTo(i + 1);
        }
    }

    private Lucid lucid() {
        var rules = new TurnRules(
                20,
                Duration.ofMinutes(5),
                OptionalLong.empty(),
                OptionalLong.empty(),
                100_000,
                approval,
                Duration.ofMinutes(1));
        var lucid = Lucid.builder()
                .store(store, store, store)
                .models(new OneModel(heardLive))
                .sandboxes(sandboxes)
                .workspaces(sandboxes)
                .rules(rules)
                .build();
        open.add(lucid);

        return lucid;
    }

    private LucidServer serve(Lucid lucid) {
        var verbs = new Verbs(
                lucid.startChat(),
                lucid.sendMessage(),
                lucid.controlTurn(),
                lucid.readChats(),
                lucid.watchChat(),
                lucid.browseWorkspace());
        var server = new LucidServer(
                new ServerSettings("127.0.0.1", 0),
                new LocalMode(List.of()),
                List.of(new LucidAi(verbs, () -> TestServer.STATUS, InstantSource.system())));
        server.start();
        open.add(server);

        return server;
    }

    /** All frames of a turn that does not go on before the client is live: before it has heard {@code first}. */
    private List<String> hearLive(TestClient client, String first) {
        var heard = new ArrayList<>(client.hearUntil(frame -> frame.contains(first)));
        heardLive.countDown();
        heard.addAll(client.hearUntil(frame -> frame.contains("\"completed\"")));

        return heard;
    }

    private static TestClient attach(LucidServer server, String chat, int after) {
        var client = TestClient.connect(server.port());
        client.say("{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":" + after + "}");
        return client;
    }

    private static List<String> words(List<String> frames) {
        return frames.stream().map(RealLucidTest::json).map(SocketTest::words).toList();
    }

    private static JsonNode json(String frame) {
        return Json.read(frame).orElseThrow();
    }
}
