package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on a real terminal, and before a reader that leaves. */
@Timeout(300)
class TerminalTest {
    private static final String UNHURRIED = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: "echo begun; sleep 1; printf '\\\\033]0;owned\\\\007\\\\033[2Jdone\\\\n'"}
              - text: That is all.
            """;
    private static final String ENDLESS = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: "while true; do echo more; sleep 0.1; done", seconds: 900}
            """;
    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder)
                .playing(UNHURRIED)
                .with("TERM", "xterm-256color")
                .with("COLUMNS", "100");
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void hasColoursAndAMovingLineAndObeysNothingElse() {
        var run = machine.behind(TerminalTest::onATerminal).runs("run", "work");

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains(ESCAPE + "[1mchat ", ESCAPE + "[32m✓ finished", "\r" + ESCAPE + "[K" + ESCAPE + "[2m")
                .containsPattern("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] running \\d+ s")
                .contains("done")
                .doesNotContain(ESCAPE + "]", ESCAPE + "[2J", "\u0007");
    }

    @Test
    void whoWantsNoColoursGetsNoSequenceAtAll() {
        var run =
                machine.with("NO_COLOR", "1").behind(TerminalTest::onATerminal).runs("run", "work");

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("✓ finished", "That is all.")
                .containsPattern("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] running \\d+ s")
                .doesNotContain(ESCAPE);
    }

    @Test
    void framesHaveNoSequenceOnATerminalEither() {
        var run = machine.behind(TerminalTest::onATerminal).runs("run", "work", "--json");

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        // A terminal shows what goes to standard error, too.
        assertThat(run.out().lines())
                .filteredOn(line -> !line.startsWith("go on: "))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{"));
        assertThat(run.out()).contains("\\u001b]0;owned\\u0007").doesNotContain(ESCAPE, "\u0007");
    }

    @Test
    void aReaderOfOneLineEndsItQuietly() {
        var run = machine.playing(ENDLESS)
                .behind(program -> readBy("head -1", program))
                .runs("run", "work");

        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        assertThat(run.out().lines()).singleElement().asString().startsWith("chat ");
        assertThat(run.err()).isEmpty();
        machine.isLeftAlone();
    }

    @Test
    void aReaderThatLeavesInTheMiddleOfATurnEndsTheTurn() {
        var run = machine.playing(ENDLESS)
                .behind(program -> readBy("grep -m 1 '^  more$'", program))
                .runs("run", "work");

        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        assertThat(run.out()).isEqualTo("  more\n");
        assertThat(run.err()).isEmpty();
        machine.behind(program -> program);
        assertThat(machine.runs("show", machine.chat()).out()).contains("■ stopped", "state: stopped");
        machine.isLeftAlone();
    }

    private static List<String> onATerminal(List<String> program) {
        return List.of("script", "-qec", quoted(program), "/dev/null");
    }

    /** The exit code is the program's, not the reader's. */
    private static List<String> readBy(String reader, List<String> program) {
        return List.of("bash", "-c", quoted(program) + " | " + reader + "; exit ${PIPESTATUS[0]}");
    }

    private static String quoted(List<String> program) {
        return program.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
