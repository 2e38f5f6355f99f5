package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.app.crash.SocketWatcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn that was begun over the socket of a server, and commands beside it in processes of their own. */
@Timeout(300)
class ServedTurnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATIENT = """
            turns:
              - text: I begin.
                calls:
                  - tool: run_command
                    arguments: {command: "echo begun; until [ -e go ]; do sleep 0.1; done; echo gone on"}
              - text: That is all.
            """;

    @TempDir
    private Path folder;

    private Machine machine;
    private Started server;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder).playing(PATIENT);
        server = serve();
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aTerminationRecordsWhatItCutAndTheNextServerGoesOn() {
        var events = new ArrayList<String>();
        String chat;
        try (var client = begun()) {
            chat = chat(client);
            server.signalled("TERM");

            assertThat(server.ends()).as(server.err()).isZero();
            await().atMost(PATIENCE).until(() -> client.closeCode() == 1012);
            machine.isLeftAlone();
            client.stored().forEach(frame -> events.add(frame.toString()));
        }
        machine.playing("turns: [{text: unused}, {text: Gone on by the next.}]");
        server = serve();
        var attach = "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":";
        try (var client = new SocketWatcher(socket(), attach + events.size() + "}")) {
            await().atMost(PATIENCE).until(() -> client.saw("completed"));
            client.stored().forEach(frame -> events.add(frame.toString()));

            assertThat(client.stored().stream().map(frame -> frame.path("seq").asLong()))
                    .isEqualTo(LongStream.rangeClosed(
                                    events.size() - client.stored().size() + 1, events.size())
                            .boxed()
                            .toList());
        }
        assertThat(String.join("\n", events))
                .containsSubsequence("I begin.", "Killed as the server was shut down.", "Gone on by the next.");
        try (var client = new SocketWatcher(socket(), attach + "0}")) {
            await().atMost(PATIENCE).until(() -> client.saw("completed"));

            assertThat(client.stored().stream().map(Object::toString)).isEqualTo(events);
        }
    }

    @Test
    void aServedTurnIsWatchedAndSteeredFromBeside() throws IOException {
        try (var client = begun()) {
            var chat = chat(client);
            var watch = machine.starts("watch", chat).says("$ echo begun");
            var send = machine.starts("send", chat, "and greet me");
            watch.says("> and greet me");
            SideBySideTest.letGoOn(machine);

            assertThat(send.ends()).as(send.err()).isZero();
            assertThat(watch.ends()).as(watch.err()).isZero();
            assertThat(watch.out()).containsSubsequence("gone on", "That is all.", "✓ finished");
            assertThat(send.out()).contains("That is all.", "✓ finished");
            await().atMost(PATIENCE).until(() -> client.saw("completed"));
            assertThat(client.stored())
                    .anyMatch(frame -> frame.path("content").asText().equals("and greet me"));
        }
    }

    @Test
    void aServedTurnIsStoppedFromBeside() {
        try (var client = begun()) {
            var chat = chat(client);
            var watch = machine.starts("watch", chat).says("$ echo begun");
            var stop = machine.runs("stop", chat);

            assertThat(stop.ends()).as(stop.err()).isZero();
            assertThat(stop.out()).contains("has stopped");
            assertThat(watch.ends()).as(watch.err()).isEqualTo(130);
            await().atMost(PATIENCE).until(() -> client.saw("stopped"));
            client.say("{\"type\":\"ping\"}");
            await().atMost(PATIENCE)
                    .until(() -> client.frames().stream()
                            .anyMatch(frame -> frame.path("type").asText().equals("pong")));
        }
        assertThat(server.signalled("TERM").ends()).as(server.err()).isZero();
        machine.isLeftAlone();
    }

    private Started serve() {
        return machine.starts("serve", "--port", "0").says("Lucid listens on");
    }

    /** A client whose turn is in the middle of its command. */
    private SocketWatcher begun() {
        var client = new SocketWatcher(socket(), "{\"task\":\"work\"}");
        await().atMost(PATIENCE)
                .until(() -> client.frames().stream()
                        .anyMatch(frame -> frame.path("kind").asText().equals("output")
                                && frame.path("text").asText().contains("begun")));
        return client;
    }

    private static String chat(SocketWatcher client) {
        return client.stored().getFirst().path("chatId").asText();
    }

    private URI socket() {
        return URI.create(SideBySideTest.address(server).replaceFirst("http", "ws") + "/api/v1/ws");
    }
}
