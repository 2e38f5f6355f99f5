package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn whose container is gone in the middle of a command: it goes on in another one, with the same files. */
@Timeout(300)
class LostContainerTest {
    private static final String SCRIPT = """
            turns:
              - text: I begin.
                calls:
                  - tool: run_command
                    arguments: {command: "echo once >> ran.txt; echo begun; sleep 600", seconds: 900}
                  - tool: run_command
                    arguments: {command: "echo then; cat ran.txt"}
              - text: All done.
              - text: I look again.
                calls:
                  - tool: run_command
                    arguments: {command: "cat ran.txt"}
              - text: Still there.
            """;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder)
                .playing(SCRIPT)
                .with("LUCID_SANDBOX", "docker")
                .with("SANDBOX_IMAGE", "lucid-test:small")
                .with("SANDBOX_CONTAINER_PREFIX", "lucid-" + folder.getFileName() + "-");
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void theTurnGoesOnAndNothingRunsTwice() throws Exception {
        var running = machine.starts("run", "work").says("  begun\n");
        var killed = new ProcessBuilder("docker", "kill", container()).start();
        assertThat(killed.waitFor()).isZero();

        assertThat(running.ends()).isZero();
        assertThat(running.out()).containsSubsequence("begun", "unknown", "then", "once", "All done");
        assertThat(running.out().split("once\n", -1)).hasSize(2);

        assertThat(machine.runs("send", machine.chat(), "look").out()).contains("  once\n");
    }

    /** The only one of this machine's. */
    private String container() throws Exception {
        var listed = new ProcessBuilder(
                        List.of("docker", "ps", "--quiet", "--filter", "name=lucid-" + folder.getFileName() + "-"))
                .start();
        var id = new String(listed.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(listed.waitFor()).isZero();
        assertThat(id).matches("[0-9a-f]+");

        return id;
    }
}
