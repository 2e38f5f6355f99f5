package dev.lucid.postgres;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    private static final Path STORED = Path.of("src/test/resources/events");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec = new EventCodec();
    private final EventForms forms = new EventForms(codec);

    /** Files of all versions: what was once written is read for ever. */
    @ParameterizedTest
    @MethodSource("stored")
    void whatAnyVersionWroteIsRead(Path file) throws IOException {
        var name = file.getFileName().toString().replace(".json", "");

        assertThat(codec.decode(row(file))).isEqualTo(EventSamples.named(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrittenNowIsWhatThisVersionsFilesHold(String name) throws IOException {
        var written = codec.encode(EventSamples.named(name));
        var stored = row(STORED.resolve("v0.1").resolve(name + ".json"));

        assertThat(JSON.readTree(written.metadata())).isEqualTo(JSON.readTree(stored.metadata()));
        assertThat(new EventRow(written.role(), written.type(), written.content(), null))
                .isEqualTo(new EventRow(stored.role(), stored.type(), stored.content(), null));
    }

    @Test
    void everyKindOfEventHasASample() {
        assertThat(EventSamples.all().values().stream().map(Object::getClass).collect(toSet()))
                .containsAll(variants(ChatRequest.class))
                .containsAll(variants(ChatFact.class));
    }

    @Test
    void rowsOfOtherSystemsAreImported() {
        assertThat(codec.decode(new EventRow("assistant", "CmdRunAction", "ls", null)))
                .isEqualTo(new ChatEvent.Imported("assistant", "CmdRunAction", "ls"));
        assertThat(codec.decode(new EventRow("user", null, "hi", null)))
                .isEqualTo(new ChatEvent.Imported("user", "", "hi"));
        assertThat(codec.decode(new EventRow("user", "X", "hi", "{\"tokens\": 5}")))
                .isEqualTo(new ChatEvent.Imported("user", "X", "hi"));
        assertThat(codec.decode(new EventRow("user", "X", "hi", "[1]")))
                .isEqualTo(new ChatEvent.Imported("user", "X", "hi"));
    }

    @Test
    void eventsOfANewerVersionAreImported() {
        assertThat(codec.decode(new EventRow("system", "SnapshotTaken", "s1", "{\"type\": \"snapshot_taken\"}")))
                .isEqualTo(new ChatEvent.Imported("system", "SnapshotTaken", "s1"));
        assertThat(codec.decode(new EventRow(
                        "assistant",
                        "ToolCallAction",
                        "x",
                        "{\"type\":\"tool_called\",\"call\":\"" + new UUID(0, 1) + "\",\"use\":\"teleport\"}")))
                .isInstanceOfSatisfying(
                        ChatFact.ToolCalled.class,
                        called -> assertThat(called.call().use()).isInstanceOf(ToolUse.Unusable.class));
        assertThat(codec.decode(new EventRow(
                        "assistant",
                        "ToolResultObservation",
                        "text",
                        "{\"type\":\"tool_finished\",\"tool\":\"x\",\"call\":\"" + new UUID(0, 1)
                                + "\",\"result\":\"teleported\"}")))
                .isEqualTo(new ChatFact.ToolFinished(
                        new CallId(new UUID(0, 1)), "x", new ToolResult.Answered("text", false)));
    }

    @Test
    void aRowOfOursWithoutWhatItNeedsIsAnErrorAndNotSkipped() {
        assertThatThrownBy(() -> codec.decode(new EventRow("system", "ToolStarted", "", "{\"type\":\"tool_started\"}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ToolStarted");
    }

    @Test
    void textLiesInTheContentAlone() {
        EventSamples.all().forEach((name, event) -> {
            var row = codec.encode(event);
            if (row.content().length() > 3) {
                assertThat(row.metadata()).as(name).doesNotContain(row.content());
            }
        });
    }

    @Test
    void whatCannotBeStoredIsReplacedEverywhere() throws IOException {
        var event = new ChatFact.ToolCalled(new ToolCall(
                new CallId(new UUID(0, 1)),
                new ToolUse.EditFile(
                        dev.lucid.domain.workspace.WorkspacePath.of("a\ud800b"), "nul \0", "half \udc00 pair", false)));
        var item = forms.item(new NewEvent<>(new EventId(new UUID(0, 2)), event));

        assertThat(item.event())
                .isEqualTo(new ChatFact.ToolCalled(new ToolCall(
                        new CallId(new UUID(0, 1)),
                        new ToolUse.EditFile(
                                dev.lucid.domain.workspace.WorkspacePath.of("a\ufffdb"),
                                "nul \ufffd",
                                "half \ufffd pair",
                                false))));
        assertThat(codec.decode(item.row())).isEqualTo(item.event());
    }

    @Test
    void aModelsOddArgumentsAreStorable() {
        Map<String, Object> odd = Map.of(
                "huge",
                new BigDecimal("1e100000"),
                "precise",
                new BigDecimal("0.1"),
                "long",
                7L,
                "nul\0",
                List.of("\0", Map.of("deep", "\ud800")),
                "escaped",
                "\\u0000");
        var event = new ChatFact.ToolCalled(
                new ToolCall(new CallId(new UUID(0, 1)), new ToolUse.Unusable("x", odd, "no such tool")));
        var item = forms.item(new NewEvent<>(new EventId(new UUID(0, 2)), event));

        assertThat(item.row().metadata()).doesNotContain("\\u0000\"]").contains("1E+100000");
        assertThat(codec.decode(item.row())).isEqualTo(item.event());
        assertThat(item.event())
                .isInstanceOfSatisfying(
                        ChatFact.ToolCalled.class,
                        called -> assertThat(((ToolUse.Unusable) called.call().use()).arguments())
                                .containsEntry("precise", new BigDecimal("0.1"))
                                .containsEntry("long", 7)
                                .containsEntry("escaped", "\\u0000")
                                .containsEntry("nul\ufffd", List.of("\ufffd", Map.of("deep", "\ufffd"))));
    }

    @Test
    void anEventBeyondTheLimitIsRefusedWithTheReason() {
        var large = new ChatFact.Said("ü".repeat(EventForms.MOST_BYTES / 2 + 1));

        assertThatThrownBy(() -> forms.item(new NewEvent<>(new EventId(new UUID(0, 1)), large)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truncated");
    }

    static Stream<Path> stored() throws IOException {
        try (var files = Files.walk(STORED)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
        }
    }

    static Set<String> names() {
        return EventSamples.all().keySet();
    }

    private static List<Class<?>> variants(Class<?> sealed) {
        return Arrays.asList(sealed.getPermittedSubclasses());
    }

    private static EventRow row(Path file) throws IOException {
        JsonNode stored = JSON.readTree(file.toFile());
        return new EventRow(
                stored.get("role").asText(),
                stored.get("event_type").asText(),
                stored.get("content").asText(),
                stored.get("metadata_json").toString());
    }
}
