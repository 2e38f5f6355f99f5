package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a model asked for while commands were confined does not run once they would not be. */
@Timeout(300)
class LostConfinementTest {
    private static final String TWO_CALLS = """
            turns:
              - text: I begin.
                calls:
                  - tool: run_command
                    arguments: {command: "echo begun; sleep 600", seconds: 900}
                  - tool: run_command
                    arguments: {command: "echo escaped > escaped.txt"}
              - text: All done.
            """;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder).playing(TWO_CALLS);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aCallThatWasStoredBeforeIsNotRunWithoutConfinement() throws IOException {
        machine.starts("run", "work").says("  begun\n").signalled("KILL").ends();
        // No bubblewrap can show a workspace there, so its trial fails.
        machine.with("WORKSPACE_MOUNT_PATH", "/proc/nowhere");

        machine.runs("send", machine.chat(), "go on");

        assertThat(machine.runs("show", machine.chat()).out())
                .containsSubsequence("another goes on with it", "install bubblewrap");
        try (var files = Files.walk(machine.data().resolve("workspaces"))) {
            assertThat(files.filter(file -> file.endsWith("escaped.txt"))).isEmpty();
        }
    }
}
