package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptReaderTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "turns:\n  - txt: Hello.\n", "line 2", "'txt' means nothing here; known are thinking, text"),
                Arguments.of(
                        "turns:\n  - text: Hello.\n  - thinking: Hmm.\n", "line 3", "a turn needs 'text' or 'calls'"),
                Arguments.of("turns:\n  - text: One.\n  - text: [One\n", "line 4", "expected ',' or ']'"),
                Arguments.of("turns:\n  - text: One.\n text: Two.\n", "line 3", "expected <block end>"),
                Arguments.of("turns:\n  - {text: ?(a), calls: []}\n", "line 2", "expected the node content"),
                Arguments.of("turns: Hello.\n", "line 1", "'turns' must be a list"),
                Arguments.of("turns:\n  - text:\n      - Hello.\n", "line 3", "'text' must be a text"),
                Arguments.of("turns:\n  - calls: [{arguments: {command: ls}}]\n", "line 2", "a call needs 'tool'"),
                Arguments.of("turns:\n  - calls: [{tool: search, arguments: 5}]\n", "line 2", "must have parts"),
                Arguments.of("turns:\n  - text: Hello.\n    delay: soon\n", "line 3", "a whole number from 0 to 60000"),
                Arguments.of("turns:\n  - text: Hello.\n    delay: -5\n", "line 3", "a whole number from 0 to 60000"),
                Arguments.of("turns:\n  - text: A\n    text: B\n", "line 3", "'text' is there twice"),
                Arguments.of("fill: perhaps\nturns: [{text: A}]\n", "line 1", "'fill' must be true or false"),
                Arguments.of("answers:\n  - when: '('\n    turns: [{text: A}]\n", "line 2", "no regular expression"),
                Arguments.of("answers:\n  - message: second\n    turns: [{text: A}]\n", "line 2", "'first' or 'later'"),
                Arguments.of("answers:\n  - when: Hello\n", "line 2", "an answer needs 'turns'"),
                Arguments.of("", "", "a script needs 'turns' or 'answers'"),
                Arguments.of("# nothing\n", "", "a script needs 'turns' or 'answers'"),
                Arguments.of("fill: true\n", "line 1", "a script needs 'turns' or 'answers'"),
                Arguments.of("- turns\n", "line 1", "a script must have parts with names: fill, turns, answers"),
                Arguments.of("a: &a [*a]\n", "line 1", "'a' means nothing here"),
                Arguments.of("turns: [{calls: [{tool: a, arguments: &a {b: *a}}]}]\n", "line 1", "nested too deeply"),
                Arguments.of("turns:\n  - text: A\n---\nturns:\n  - text: B\n", "line 3", "another document"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreSaidWithTheirLine(String script, String place, String problem) throws IOException {
        var file = Files.writeString(folder.resolve("script.yaml"), script);

        assertThatThrownBy(() -> ScriptedModel.reading(file))
                .isInstanceOf(PortFailure.Permanent.class)
                .message()
                .contains(file.toString(), place, problem, "LUCID_SCRIPT")
                .doesNotContain("Exception", "dev.lucid", "snakeyaml", "java.");
    }

    @Test
    void filesThatCannotBeReadAreSaid() throws IOException {
        var latin =
                Files.write(folder.resolve("latin.yaml"), "turns: [{text: ü}]".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ScriptedModel.reading(latin)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> ScriptedModel.reading(folder)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> ScriptedModel.reading(folder.resolve("none"))).hasMessageContaining("no such file");
    }

    @Test
    void everythingInAScriptIsRead() throws IOException {
        var file = Files.writeString(folder.resolve("script.yaml"), """
                turns:
                  - thinking: Hmm.
                    text: |
                      Two
                      lines.
                    calls:
                      - tool: run_command
                        arguments: {command: "12", seconds: 5, background: false, path: no, x: null, y: 1.5, z: [a, 2]}
                      - tool: list_files
                    usage: {input: 10, cached: 2, output: 3}
                    delay: 7
                answers:
                  - when: (?i)hello
                    message: later
                    needs: [search]
                    turns: [{text: Hello again.}]
                """);

        var script = ScriptReader.read(file);

        var turn = script.turns().getFirst();
        assertThat(turn.thinking()).isEqualTo("Hmm.");
        assertThat(turn.text()).isEqualTo("Two\nlines.\n");
        assertThat(turn.calls()).extracting(ScriptFile.Call::tool).containsExactly("run_command", "list_files");
        assertThat(turn.calls().getFirst().arguments())
                .containsEntry("seconds", 5)
                .containsEntry("background", false);
        assertThat(turn.usage()).isEqualTo(new ScriptFile.Usage(10, 2, 3));
        assertThat(turn.delay()).isEqualTo(7);
        assertThat(script.answers().getFirst().needs()).containsExactly("search");
        assertThat(script.fill()).isFalse();
    }
}
