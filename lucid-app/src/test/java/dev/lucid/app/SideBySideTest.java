package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one data directory. */
@Timeout(300)
class SideBySideTest {
    private static final String PATIENT = """
            turns:
              - text: I begin.
                calls:
                  - tool: run_command
                    arguments: {command: "echo begun; until [ -e /workspace/go ]; do sleep 0.1; done; echo gone on"}
              - text: That is all.
            """;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder).playing(PATIENT);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aRunIsWatchedAndStoppedFromBeside() {
        var run = machine.starts("run", "work").says("  begun\n");
        var chat = machine.chat();
        var watch = machine.starts("watch", chat).says("$ echo begun");
        var stop = machine.runs("stop", chat);

        assertThat(stop.ends()).as(stop.err()).isZero();
        assertThat(stop.out()).contains("has stopped");
        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        assertThat(watch.ends()).as(watch.err()).isEqualTo(130);
        assertThat(watch.out()).contains("> work", "■ stopped");
        machine.isLeftAlone();
    }

    @Test
    void aRunIsSteeredFromBeside() throws IOException {
        var run = machine.starts("run", "work").says("  begun\n");
        var chat = machine.chat();
        var send = machine.starts("send", chat, "and greet me");
        run.says("> and greet me");
        letGoOn(machine);

        assertThat(run.ends()).as(run.err()).isZero();
        assertThat(send.ends()).as(send.err()).isZero();
        assertThat(run.out()).containsSubsequence("gone on", "That is all.", "✓ finished");
        assertThat(send.out()).contains("That is all.", "✓ finished");
        machine.isLeftAlone();
    }

    /** Gives the only workspace of a machine the file that the script waits for. */
    static void letGoOn(Machine machine) throws IOException {
        var workspaces = machine.data().resolve("workspaces");
        try (var folders = Files.walk(workspaces, 2)) {
            var workspace = folders.filter(path -> path.getNameCount() == workspaces.getNameCount() + 2)
                    .filter(path -> !workspaces.relativize(path).toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
            Files.createFile(workspace.resolve("go"));
        }
    }

    @Test
    void aServerIsUsedFromBesideAndTheLastToLeaveStopsTheDatabase() throws IOException, InterruptedException {
        var server = machine.starts("serve", "--port", "0").says("Lucid listens on");
        assertThat(get(address(server) + "/health")).contains("ok");

        var run = machine.starts("run", "work").says("  begun\n");
        var chat = machine.chat();
        var watch = machine.starts("watch", chat).says("$ echo begun");
        assertThat(machine.runs("stop", chat).ends()).isZero();
        assertThat(run.ends()).isEqualTo(130);
        assertThat(watch.ends()).isEqualTo(130);
        assertThat(machine.leftovers()).isNotEmpty();

        server.signalled("TERM");
        assertThat(server.ends()).as(server.err()).isZero();
        machine.isLeftAlone();
    }

    @Test
    void aChatThatItsProcessLeftGoesOnInTheServer() {
        machine.starts("run", "work").says("  begun\n").signalled("TERM").ends();
        var chat = machine.chat();
        machine.playing("turns: [{text: unused}, {text: Gone on by the server.}]");
        var server = machine.starts("serve", "--port", "0").says("Lucid listens on");
        var watch = machine.runs("watch", chat);

        assertThat(watch.ends()).as(watch.out() + watch.err()).isZero();
        assertThat(watch.out()).contains("killed, as Lucid was shut down", "Gone on by the server.", "✓ finished");
        server.signalled("TERM");
        assertThat(server.ends()).isZero();
        machine.isLeftAlone();
    }

    /** Where a server says that it listens. */
    static String address(Started server) {
        var said = server.out();
        var from = said.indexOf("http://");

        return said.substring(from, said.indexOf(' ', from));
    }

    private static String get(String address) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
