package dev.lucid.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.StopReason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example is run as it stands. */
class ExamplesTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void oneChatPrintsHelloWorld() {
        var end = OneChat.run(folder, out);

        assertThat(end).isInstanceOf(StopReason.Finished.class);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("you:    print hello world")
                .contains("output: hello world");
    }

    @Test
    void ownModelCountsToThree() {
        var end = OwnModel.run(folder, out);

        assertThat(end).isEqualTo(new StopReason.Finished("Three, as you wished."));
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("output: 1", "output: 2", "output: 3");
    }

    @Test
    void ownSandboxPrintsHelloWorld() {
        var end = OwnSandbox.run(folder, out);

        assertThat(end).isInstanceOf(StopReason.Finished.class);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("note:   Commands run unconfined")
                .contains("output: hello world");
    }
}
