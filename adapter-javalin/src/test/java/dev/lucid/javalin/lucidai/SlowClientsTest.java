package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.PlayedChat;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.TestClient;
import dev.lucid.javalin.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that read slowly, not at all, or go away. */
class SlowClientsTest {
    private static final int EVENTS = 3000;
    private static final String TEXT = "x".repeat(1500);

    @Test
    void whoReadsLaterGetsAllThatQuickOnesGot() {
        try (var server = new TestServer()) {
            var chat = server.lucid().begin(UserId.LOCAL, "busy");
            try (var quick = attach(server, chat, 1 << 16);
                    var slow = attach(server, chat, 4096)) {
                append(server, chat, EVENTS);

                var expected = chat.events(0, EVENTS + 1).stream()
                        .map(EventFrames::text)
                        .toList();
                assertThat(events(quick, EVENTS + 1)).isEqualTo(expected);
                assertThat(events(slow, EVENTS + 1)).isEqualTo(expected);
            }
        }
    }

    @Test
    void whoNeverReadsIsCutAndForgotten() {
        // Long enough that no machine is so busy that the other would seem not to read.
        var settings = new ServerSettings(
                "127.0.0.1", 0, Duration.ofSeconds(3), Duration.ofSeconds(25), Duration.ofSeconds(1));
        try (var server = new TestServer(settings, Duration.ofSeconds(30))) {
            var chat = server.lucid().begin(UserId.LOCAL, "busy");
            try (var reader = attach(server, chat, 1 << 16);
                    var _ = attach(server, chat, 4096)) {
                await().until(() -> chat.watchers() == 2);
                append(server, chat, EVENTS);

                assertThat(events(reader, EVENTS + 1)).hasSize(EVENTS + 1);
                await().atMost(Duration.ofSeconds(60)).until(() -> chat.watchers() == 1);
                await().until(() -> server.server().sockets() == 1);
                reader.say("{\"type\":\"ping\"}");
                assertThat(reader.hear()).contains("pong");
            }
        }
    }

    @Test
    void whoSpeaksButNeverReadsIsNotHeardForEver() {
        var settings = new ServerSettings(
                "127.0.0.1", 0, Duration.ofMillis(400), Duration.ofSeconds(25), Duration.ofSeconds(1));
        try (var server = new TestServer(settings, Duration.ofSeconds(30));
                var client = TestClient.connect(server.port(), 4096)) {
            client.say("{\"task\":\"x\"}");
            var unclear = "{\"type\":\"" + "y".repeat(30) + "\"}";
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> {
                        while (true) {
                            client.say(unclear);
                        }
                    })
                    .hasCauseInstanceOf(java.io.IOException.class);
            await().until(() -> server.server().sockets() == 0);
        }
    }

    @Test
    void whoGoesAwayIsForgotten() {
        try (var server = new TestServer()) {
            var chat = server.lucid().begin(UserId.LOCAL, "x");
            var clients = IntStream.range(0, 20)
                    .mapToObj(_ -> attach(server, chat, 1 << 16))
                    .toList();
            await().until(() -> chat.watchers() == 20);
            clients.forEach(TestClient::close);

            await().until(() -> chat.watchers() == 0);
            await().until(() -> server.server().sockets() == 0);
        }
    }

    @Test
    void quietSocketsArePinged() {
        var settings = new ServerSettings(
                "127.0.0.1", 0, Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ofSeconds(1));
        try (var server = new TestServer(settings, Duration.ofSeconds(30));
                var client = server.connect()) {
            assertThat(client.read().opcode()).isEqualTo(TestClient.PING);
        }
    }

    @Test
    void theServersStopTellsClientsToComeAgain() {
        // Whoever has answered is not waited for: the limit would outlast the test.
        var settings =
                new ServerSettings("127.0.0.1", 0, Duration.ofMinutes(1), Duration.ofSeconds(25), Duration.ofHours(1));
        var server = new TestServer(settings, Duration.ofSeconds(30));
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\"}");
            client.hearUntil(frame -> frame.contains("InitialTask"));
            var stopping = Thread.ofVirtual().start(server::close);
            var close = client.readToClose();
            client.write(TestClient.CLOSE, close.payload());

            assertThat(close.closeCode()).isEqualTo(1012);
            assertThat(close.closeReason()).contains("attach again");
            await().atMost(Duration.ofSeconds(60)).until(() -> !stopping.isAlive());
        }
    }

    @Test
    @Timeout(60)
    void theServersStopDoesNotWaitForEverForWhoNeverReads() {
        var server = new TestServer();
        var chat = server.lucid().begin(UserId.LOCAL, "busy");
        try (var client = attach(server, chat, 4096)) {
            await().until(() -> chat.watchers() == 1);
            append(server, chat, EVENTS);
            server.close();

            assertThat(chat.watchers()).isZero();
            client.readToEnd();
        }
    }

    @Test
    void anotherKindOfClientSeesTheSame() throws Exception {
        try (var server = new TestServer();
                var http = HttpClient.newHttpClient()) {
            var heard = new CopyOnWriteArrayList<String>();
            var socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + server.port() + "/api/v1/ws"), new Collecting(heard))
                    .get();
            socket.sendText("{\"task\":\"x\"}", true).get();

            await().until(() -> heard.size() == 3);
            assertThat(heard.getFirst()).contains("initializing");
            assertThat(heard.get(2))
                    .isEqualTo(
                            EventFrames.text(server.lucid().only().events(0, 1).getFirst()));
            socket.sendClose(1000, "").get();
            await().until(() -> server.server().sockets() == 0);
        }
    }

    private static final class Collecting implements WebSocket.Listener {
        private final List<String> heard;
        private final StringBuilder part = new StringBuilder();

        Collecting(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, "", last);
        }
    }

    private static TestClient attach(TestServer server, PlayedChat chat, int receiveBuffer) {
        var client = TestClient.connect(server.port(), receiveBuffer);
        client.say("{\"type\":\"attach\",\"chatId\":\"" + chat.profile().id() + "\"}");
        return client;
    }

    private static void append(TestServer server, PlayedChat chat, int events) {
        for (var i = 0; i < events; i++) {
            server.lucid().append(chat, new ChatFact.Said(i + TEXT));
        }
    }

    private static List<String> events(TestClient client, int wanted) {
        return java.util.stream.Stream.generate(client::hear)
                .filter(frame -> frame.contains("\"seq\""))
                .limit(wanted)
                .toList();
    }
}
