package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pressing Ctrl-C while the program starts or closes. A lock that the test holds keeps PostgreSQL from doing either. */
@Timeout(300)
class InterruptedClosingTest {
    private static final String SLOW = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: "echo begun; sleep 600", seconds: 900}
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
    void aSecondInterruptLetsTheDatabaseEnd() throws IOException {
        var run = machine.starts("run", "work").says("  begun\n");
        try (var _ = turn()) {
            run.signalled("INT").says("go on: ./lucid send").signalled("INT");
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> run.err().contains("lucid: closing; press again to leave at once"));
            assertThat(run.runs()).isTrue();
        }

        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        machine.isLeftAlone();
    }

    @Test
    void aThirdInterruptEndsTheProgramOnTheSpotAndTheNextTidiesUp() throws IOException {
        var run = machine.starts("run", "work").says("  begun\n");
        try (var _ = turn()) {
            run.signalled("INT").says("go on: ./lucid send").signalled("INT");
            await().atMost(Duration.ofSeconds(8)).until(() -> run.err().contains("press again"));
            run.signalled("INT");
            assertThat(run.ends()).isEqualTo(130);
        }

        assertThat(machine.runs("show", machine.chat()).out()).contains("■ stopped");
        machine.isLeftAlone();
    }

    @Test
    void aListOfChatsEndsAtTheFirstInterruptAndLeavesNothingRunning() throws IOException {
        Files.createDirectories(machine.data());
        Started chats;
        try (var _ = turn()) {
            chats = machine.starts("chats");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.isDirectory(machine.data().resolve("processes")));
            chats.signalled("INT");
        }

        assertThat(chats.ends()).as(chats.err()).isEqualTo(130);
        assertThat(chats.out()).isEmpty();
        machine.isLeftAlone();
    }

    /** The right to start or stop PostgreSQL. */
    private FileChannel turn() throws IOException {
        var channel = FileChannel.open(
                machine.data().resolve("postgres.change.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();

        return channel;
    }
}
