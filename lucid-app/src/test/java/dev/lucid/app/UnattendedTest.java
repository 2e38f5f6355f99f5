package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chat whose process has left it in the middle of a turn. */
@Timeout(300)
class UnattendedTest {
    private static final String PATIENT = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: "echo begun; sleep 600", seconds: 900}
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
    void itsStateIsListedAndItsWatcherToldUntilSomebodyGoesOn() {
        var run = machine.starts("run", "work").says("  begun\n");
        assertThat(machine.runs("chats").out()).contains("running here");
        run.signalled("TERM").ends();
        assertThat(machine.runs("chats").out()).contains("  waiting  ");
        var chat = machine.chat();
        assertThat(machine.runs("show", chat).out())
                .contains("state: waiting, as nobody runs it: ./lucid send " + chat);

        var watch = machine.starts("watch", chat).says("Nobody runs this chat. Let it go on: ./lucid send " + chat);
        assertThat(watch.runs()).isTrue();
        assertThat(machine.runs("send", chat, "go on").ends()).isZero();
        assertThat(watch.ends()).as(watch.err()).isZero();
        assertThat(watch.out()).containsSubsequence("Nobody runs this chat", "That is all.", "✓ finished");
        assertThat(machine.runs("chats").out()).contains("  finished  ");
        machine.isLeftAlone();
    }
}
