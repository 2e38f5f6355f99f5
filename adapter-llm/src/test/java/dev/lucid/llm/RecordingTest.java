package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.PortFailure;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.testkit.RaisableStop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    private static final String ODD = "\0\1\t\n\r\"'\\{}[]:#- é静🙂\u007f\u0085\u2028\u2029\ufeff\ufffe\ud800x{{task}}%";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("recording.yaml");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverIsRecordedIsPlayedAgain(long seed) {
        var random = new SplittableRandom(seed);
        var replies = new ArrayList<ModelReply>();
        try (var recording = Recording.to(file, List.of())) {
            for (var i = 0; i < 20; i++) {
                replies.add(any(random));
                recording.add(replies.getLast());
            }
        }

        assertThat(played(replies.size()))
                .isEqualTo(replies.stream().map(RecordingTest::storable).toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void crashLosesOnlyWhatWasNotWhole(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var replies = List.of(any(random), any(random), any(random));
        try (var recording = Recording.to(file, List.of())) {
            replies.forEach(recording::add);
        }
        var bytes = Files.readAllBytes(file);
        var text = new String(bytes, StandardCharsets.UTF_8);
        var last = text.substring(0, text.lastIndexOf("\n- ") + 1).getBytes(StandardCharsets.UTF_8).length;
        var cut = last + random.nextInt(bytes.length - last);
        Files.write(file, Arrays.copyOf(bytes, cut));

        var afterwards =
                replies.subList(0, 2).stream().map(RecordingTest::storable).toList();
        assertThat(played(2)).isEqualTo(afterwards);
        try (var again = Recording.to(file, List.of())) {
            again.add(replies.getLast());
        }
        assertThat(played(3))
                .isEqualTo(replies.stream().map(RecordingTest::storable).toList());
    }

    @ParameterizedTest
    @EnumSource
    void providersTrafficIsPlayedAgain(Speaks speaks) {
        var said = Said.of(
                new Said.Part.Thought("I look.", "c2VhbA=="),
                new Said.Part.Text("Looking."),
                new Said.Part.Call(Toolbox.RUN_COMMAND, "{\"command\":\"ls\"}"));
        ModelOutcome first;
        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.PATIENT);
                var recording = Recording.to(file, List.of())) {
            first = ask(new RecordedModel(provider.says(said).model(), recording), 0);
        }

        assertThat(played(1)).containsExactly(storable(((ModelOutcome.Replied) first).reply()));
    }

    @Test
    void keysNeverGetIn() throws Exception {
        var key = new ApiKey("sk-ant-very-secret");
        var leak = new ToolUse.RunCommand("echo " + key.value(), Duration.ofSeconds(5), false);
        try (var recording = Recording.to(file, List.of(key))) {
            recording.add(new ModelReply(
                    Optional.of(new Thinking(key.value(), Optional.of("seal"))),
                    "The key is " + key.value(),
                    List.of(leak),
                    TokenUsage.NONE,
                    Cost.nothing()));
        }

        assertThat(file).content().doesNotContain(key.value(), "seal").contains("***");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void filesThatAreNoRecordingAreLeftAsTheyAre() throws Exception {
        Files.writeString(file, "turns: [{text: Mine.}]\n");

        assertThatThrownBy(() -> Recording.to(file, List.of()))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("not a recording");
        assertThat(file).content().isEqualTo("turns: [{text: Mine.}]\n");
    }

    @Test
    void recordingThatCannotGoOnHarmsNoReply() {
        var recording = Recording.to(file, List.of());
        recording.close();

        var outcome = ask(new RecordedModel(ScriptedModel.bundled(), recording), 0);

        assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
    }

    @Test
    void summariesAreNoTurns() throws Exception {
        try (var recording = Recording.to(file, List.of())) {
            new RecordedModel(ScriptedModel.bundled(), recording)
                    .ask(
                            new Prompt("Summarise.", List.of(new Message.User("All of it.")), List.of()),
                            ModelListener.none(),
                            new RaisableStop());
        }

        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    /** The recorded model is a model like any other. */
    @Nested
    class Recorded extends ScriptedModelContractTest {
        @Override
        public LanguageModel saying(ModelReply reply) {
            return new RecordedModel(super.saying(reply), Recording.to(file, List.of()));
        }
    }

    private List<ModelReply> played(int count) {
        var model = ScriptedModel.reading(file);
        var played = new ArrayList<ModelReply>();
        for (var i = 0; i < count; i++) {
            played.add(((ModelOutcome.Replied) ask(model, i)).reply());
        }

        return played;
    }

    /** Asks with so many replies behind. */
    private static ModelOutcome ask(LanguageModel model, int replies) {
        var messages = new ArrayList<Message>();
        for (var i = 0; i < replies; i++) {
            messages.add(new Message.User("On."));
            messages.add(new Message.Assistant(Optional.empty(), "Yes.", List.of()));
        }
        messages.add(new Message.User("On."));

        return model.ask(new Prompt("", messages, Toolbox.specs()), ModelListener.none(), new RaisableStop());
    }

    private static ModelReply any(RandomGenerator random) {
        var thought = random.nextBoolean() ? anyText(random) : "";
        var uses = new ArrayList<ToolUse>();
        for (var i = random.nextInt(3); i > 0; i--) {
            uses.add(
                    random.nextBoolean()
                            ? Toolbox.read(Toolbox.WRITE_FILE, Map.of("path", "a", "content", anyText(random)))
                            : Toolbox.read(Toolbox.RUN_COMMAND, Map.of("seconds", random.nextInt(9000))));
        }
        var usage = new TokenUsage(random.nextInt(99_999), random.nextInt(999), random.nextInt(999));

        return new ModelReply(
                thought.isEmpty() ? Optional.empty() : Optional.of(new Thinking(thought, Optional.empty())),
                "T" + anyText(random),
                uses,
                usage,
                Cost.nothing());
    }

    private static String anyText(RandomGenerator random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(400); i > 0; i--) {
            text.append(ODD.charAt(random.nextInt(ODD.length())));
        }

        return text.toString();
    }

    /** What no text on disk can hold is replaced: half a character. */
    private static ModelReply storable(ModelReply reply) {
        return new ModelReply(
                reply.thinking().map(thinking -> new Thinking(whole(thinking.text()), Optional.empty())),
                whole(reply.text()),
                reply.uses().stream()
                        .map(use -> use instanceof ToolUse.WriteFile(var path, var content)
                                ? new ToolUse.WriteFile(path, whole(content))
                                : use)
                        .toList(),
                reply.usage(),
                Cost.nothing());
    }

    private static String whole(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_16BE);
        var whole = new StringBuilder();
        new String(bytes, StandardCharsets.UTF_16BE)
                .codePoints()
                .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                .forEach(whole::appendCodePoint);

        return whole.toString();
    }
}
