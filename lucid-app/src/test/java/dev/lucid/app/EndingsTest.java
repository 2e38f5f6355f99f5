package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However a process ends, what it ran is stored, and another process goes on. */
@Timeout(300)
class EndingsTest {
    private static final String SLOW = """
            turns:
              - text: I begin.
                calls:
                  - tool: run_command
                    arguments: {command: "echo begun >> runs.txt; cat runs.txt; sleep 600", seconds: 900}
              - text: All done.
            """;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder).playing(SLOW);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void anInterruptStopsTheTurnAndKeepsTheChat() {
        var run = machine.starts("run", "work").says("  begun\n").signalled("INT");

        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        assertThat(run.out()).containsSubsequence("stopping …", "stopped", "■ stopped", "go on: ./lucid send ");
        machine.isLeftAlone();
        var sent = machine.runs("send", machine.chat(), "go on");
        assertThat(sent.ends()).as(sent.out() + sent.err()).isZero();
        assertThat(sent.out()).contains("All done.", "✓ finished");
        machine.isLeftAlone();
    }

    @Test
    void aSecondInterruptLeavesWithoutWaitingForTheTurn() {
        var run = machine.starts("run", "work").says("  begun\n");
        var send = machine.starts("send", machine.chat(), "more");
        // Whoever runs the turn stands still, so that the first interrupt alone would end nothing.
        run.says("> more").signalled("STOP");
        send.signalled("INT").says("stopping …").signalled("INT");

        assertThat(send.ends()).as(send.out() + send.err()).isEqualTo(130);
        assertThat(send.out()).contains("left; ").doesNotContain("■ stopped");
        run.signalled("CONT");
        assertThat(run.ends()).as(run.out() + run.err()).isEqualTo(130);
        machine.isLeftAlone();
    }

    @Test
    void aTerminationRecordsWhatItCutAndTheTurnGoesOn() {
        var run = machine.starts("run", "work").says("  begun\n").signalled("TERM");

        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        assertThat(run.out()).contains("goes on at the next start");
        machine.isLeftAlone();
        var chat = machine.chat();
        assertThat(machine.runs("show", chat).out())
                .contains("killed, as Lucid was shut down")
                .doesNotContain("■", "✓");
        var sent = machine.runs("send", chat, "go on");
        assertThat(sent.ends()).as(sent.out() + sent.err()).isZero();
        assertThat(sent.out()).contains("All done.");
    }

    @Test
    void aKilledProcessIsTakenOverAndNothingRunsTwice() throws IOException {
        var run = machine.starts("run", "work").says("  begun\n").signalled("KILL");
        run.ends();
        var chat = machine.chat();
        var sent = machine.runs("send", chat, "go on");

        assertThat(sent.ends()).as(sent.out() + sent.err()).isZero();
        assertThat(machine.runs("show", chat).out())
                .containsSubsequence("another goes on with it", "how this ended is unknown", "All done.", "✓ finished");
        try (var files = Files.walk(machine.data().resolve("workspaces"))) {
            var runs = files.filter(file -> file.endsWith("runs.txt")).toList();
            assertThat(runs).singleElement().satisfies(file -> assertThat(file).hasContent("begun"));
        }
        machine.isLeftAlone();
    }

    @Test
    void aTerminationOfAServerEndsTurnsSandboxesAndTheDatabase() {
        var server = machine.starts("serve", "--port", "0").says("Lucid listens on");
        var sent = machine.starts("run", "work").says("  begun\n");
        server.signalled("TERM");

        assertThat(server.ends()).as(server.err()).isZero();
        assertThat(sent.runs()).isTrue();
        sent.signalled("TERM");
        assertThat(sent.ends()).isEqualTo(130);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(machine.leftovers()).isEmpty());
    }
}
