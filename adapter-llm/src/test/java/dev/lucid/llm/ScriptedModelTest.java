package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolSpec;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedModelTest {
    @TempDir
    private Path folder;

    @Test
    void bundledScriptLooksWritesRunsAndReports() throws Exception {
        var chat = new Talk(ScriptedModel.bundled(), Toolbox.specs());

        chat.says("print hello world");

        assertThat(chat.tools()).containsExactly("list_files", "write_file", "run_command");
        assertThat(folder.resolve("hello.sh")).content().contains("hello world");
        assertThat(chat.lastOutput()).isEqualTo("hello world\n");
        assertThat(chat.lastText()).contains("hello.sh").contains("hello world");
    }

    @Test
    void bundledScriptGoesOnWithFurtherMessages() throws Exception {
        var chat = new Talk(ScriptedModel.bundled(), Toolbox.specs());
        chat.says("print hello world");

        chat.says("Now make it print good night, please.");

        assertThat(chat.tools().subList(3, 6)).containsExactly("read_file", "write_file", "run_command");
        assertThat(chat.lastOutput()).contains("good night");
        chat.says("say something else");
        assertThat(chat.lastOutput()).isEqualTo("something else\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            print hello world             | hello world
            Print "hello world"           | hello world
            please say: it's $HOME `id` \\ | it's $HOME `id` \\
            Write a program that prints 42| 42
            write a script to echo hi     | hi
            show me %s %d \\n              | %s %d \\n
            fix the failing test          | fix the failing test
            静かに 🙂                      | 静かに 🙂
            '; rm -rf / #                 | '; rm -rf / #
            """)
    void bundledScriptPrintsWhatIsWanted(String task, String printed) throws Exception {
        var chat = new Talk(ScriptedModel.bundled(), Toolbox.specs());

        chat.says(task);

        assertThat(chat.lastOutput()).isEqualTo(printed + "\n");
    }

    @Test
    void bundledScriptOnlyTalksWhereThereAreNoTools() throws Exception {
        var chat = new Talk(ScriptedModel.bundled(), List.of());

        chat.says("print hello world");

        assertThat(chat.tools()).isEmpty();
        assertThat(chat.lastText()).contains("print hello world").contains("ANTHROPIC_API_KEY");
    }

    @Test
    void anotherProcessGoesOnAtTheSamePlace() throws Exception {
        var file = script("""
                turns:
                  - {text: One., calls: [{tool: list_files}]}
                  - {text: Two., calls: [{tool: list_files}]}
                  - {text: Three.}
                """);
        var chat = new Talk(ScriptedModel.reading(file), Toolbox.specs());
        chat.asks("Count.");
        chat.replies();
        chat.model = ScriptedModel.reading(file);
        chat.replies();
        chat.model = ScriptedModel.reading(file);
        chat.replies();

        assertThat(chat.texts()).containsExactly("One.", "Two.", "Three.");
    }

    @Test
    void samePromptHasTheSameReply() throws Exception {
        var chat = new Talk(ScriptedModel.bundled(), Toolbox.specs());
        chat.asks("print hello world");

        assertThat(chat.asked()).isEqualTo(chat.asked());
    }

    @Test
    void turnsComeBeforeAnswersAndThenTheScriptIsOver() throws Exception {
        var chat = new Talk(ScriptedModel.reading(script("""
                        turns:
                          - text: First.
                          - text: Second.
                        answers:
                          - {when: '(?i)hello', turns: [{text: Hello yourself.}]}
                          - {message: first, turns: [{text: Never.}]}
                        """)), Toolbox.specs());

        chat.says("a");
        chat.says("b");
        chat.says("Hello!");
        chat.says("c");

        assertThat(chat.texts())
                .containsExactly("First.", "Second.", "Hello yourself.", "The script has nothing more to say.");
    }

    @Test
    void messageInTheMiddleOfWorkIsAnswered() throws Exception {
        var chat = new Talk(ScriptedModel.bundled(), Toolbox.specs());
        chat.asks("print hello world");
        chat.replies();

        chat.says("print something better");

        assertThat(chat.lastOutput()).isEqualTo("something better\n");
    }

    @Test
    void blanksAreFilledOnlyWhereTheScriptSaysSo() throws Exception {
        var chat = new Talk(ScriptedModel.reading(script("turns: [{text: 'A {{task}} of {{say:sh}}.'}]")), List.of());

        chat.says("print this");

        assertThat(chat.lastText()).isEqualTo("A {{task}} of {{say:sh}}.");
    }

    @Test
    void textComesWordByWord() throws Exception {
        var pieces = new ArrayList<String>();
        var model = ScriptedModel.reading(script("turns: [{text: \"Four words,  two\\n\\nlines.\"}]"));

        model.ask(
                new Prompt("", List.of(new Message.User("Go.")), List.of()),
                new ModelListener() {
                    @Override
                    public void thought(String piece) {}

                    @Override
                    public void text(String piece) {
                        pieces.add(piece);
                    }
                },
                new RaisableStop());

        assertThat(pieces).hasSize(4).startsWith("Four ", "words, ");
        assertThat(String.join("", pieces)).isEqualTo("Four words,  two\n\nlines.");
    }

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("script.yaml"), text);
    }

    /** A chat in which calls are really run, in the folder. */
    private final class Talk {
        private LanguageModel model;
        private final List<ToolSpec> tools;
        private final List<Message> messages = new ArrayList<>();
        private final List<ModelReply> replies = new ArrayList<>();
        private String lastOutput = "";

        Talk(LanguageModel model, List<ToolSpec> tools) {
            this.model = model;
            this.tools = tools;
        }

        void says(String text) throws Exception {
            asks(text);
            while (replies()) {
                assertThat(replies).hasSizeLessThan(20);
            }
        }

        void asks(String text) {
            messages.add(new Message.User(text));
        }

        ModelReply asked() {
            var outcome = model.ask(new Prompt("", messages, tools), ModelListener.none(), new RaisableStop());
            assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);

            return ((ModelOutcome.Replied) outcome).reply();
        }

        /** One reply, with its calls run; whether there were any. */
        boolean replies() throws Exception {
            var reply = asked();
            replies.add(reply);
            var calls = reply.uses().stream()
                    .map(use -> new ToolCall(new CallId(UUID.randomUUID()), use))
                    .toList();
            messages.add(new Message.Assistant(reply.thinking(), reply.text(), calls));
            for (var call : calls) {
                messages.add(new Message.Answer(call.id(), call.use().tool(), run(call.use()), false));
            }

            return !calls.isEmpty();
        }

        List<String> tools() {
            return replies.stream()
                    .flatMap(reply -> reply.uses().stream())
                    .map(ToolUse::tool)
                    .toList();
        }

        List<String> texts() {
            return replies.stream().map(ModelReply::text).toList();
        }

        String lastText() {
            return replies.getLast().text();
        }

        String lastOutput() {
            return lastOutput;
        }

        private String run(ToolUse use) throws Exception {
            return switch (use) {
                case ToolUse.WriteFile(var path, var content) -> {
                    Files.writeString(folder.resolve(path.relative()), content);
                    yield "Written.";
                }
                case ToolUse.RunCommand(var script, var _, var _) -> sh(script);
                case ToolUse.ReadFile _ -> "As it was written.";
                default -> "Nothing there.";
            };
        }

        private String sh(String script) throws Exception {
            var process = new ProcessBuilder("sh", "-c", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            lastOutput = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

            return lastOutput;
        }
    }
}
