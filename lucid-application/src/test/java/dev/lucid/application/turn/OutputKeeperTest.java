package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.OutputFiles.OutputFile;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command's long output, in the log and in a file. */
class OutputKeeperTest {
    private static final String LINE = "0123456789".repeat(100) + "\n";
    private static final int LINES = 200;

    private final TestLucid world = new TestLucid();
    private final StringBuilder written = new StringBuilder();

    @ParameterizedTest
    @ValueSource(strings = {"open", "append", "close"})
    void aFileThatCannotBeWrittenLeavesTheCommandsResult(String broken) {
        printsMuch(LINE.repeat(LINES));
        world.outputs = new Files(broken);
        var chat = world.newChat();

        world.runOnce(TestModels.script(says("I work", command("much")), says("Done")), chat);

        assertThat(world.results(chat))
                .singleElement()
                .isInstanceOfSatisfying(ToolResult.CommandEnded.class, result -> {
                    assertThat(result.exitCode()).isZero();
                    assertThat(result.truncated()).isTrue();
                    assertThat(result.output()).startsWith(LINE).endsWith(LINE).contains("characters left out");
                });
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    @Test
    void theFileHasAllOfIt() {
        printsMuch(LINE.repeat(LINES));
        world.outputs = new Files("nothing");

        world.runOnce(TestModels.script(says("I work", command("much")), says("Done")), world.newChat());

        assertThat(written).hasToString(LINE.repeat(LINES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void noHalfCharacterLiesWhereTheMiddleIsLeftOut(String before) {
        printsMuch(before + "😀".repeat(60_000));
        world.outputs = new Files("nothing");
        var chat = world.newChat();

        world.runOnce(TestModels.script(says("I work", command("much")), says("Done")), chat);

        assertThat(((ToolResult.CommandEnded) world.results(chat).getFirst()).output())
                .doesNotContainPattern(
                        "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 100})
    void whatIsClippedIsWholeCharactersFromTheBeginning(int max) {
        var text = "a😀b😀";
        var output = new ClippedOutput(max);
        text.chars().forEach(unit -> output.text(String.valueOf((char) unit)));

        assertThat(text).startsWith(output.text());
        assertThat(output.text().length()).isLessThanOrEqualTo(max);
        assertThat(output.text()).doesNotEndWith("\ud83d");
        assertThat(output.clipped()).isEqualTo(text.length() > max);
        assertThat(output.isEmpty()).isEqualTo(max == 0);
    }

    private void printsMuch(String text) {
        world.sandboxes = new InMemorySandboxes((_, _, output, _) -> {
            for (var from = 0; from < text.length(); from += 4096) {
                output.text(text.substring(from, Math.min(text.length(), from + 4096)));
            }
            return new CommandEnd.Exited(0);
        });
    }

    /** Files on a full disk. */
    private final class Files implements OutputFiles {
        private final String broken;

        Files(String broken) {
            this.broken = broken;
        }

        @Override
        public OutputFile open(SandboxSpec spec, CallId call) {
            failIf("open");

            return new OutputFile() {
                @Override
                public void append(String text) {
                    failIf("append");
                    written.append(text);
                }

                @Override
                public void close() {
                    failIf("close");
                }
            };
        }

        @Override
        public void discard(SandboxSpec session) {}

        private void failIf(String operation) {
            if (Objects.equals(operation, broken)) {
                throw new PortFailure.Permanent("The disk is full.");
            }
        }
    }
}
