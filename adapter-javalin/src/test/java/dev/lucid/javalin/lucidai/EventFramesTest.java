package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventFramesTest {
    private static final Map<String, String> GOLDEN = golden();

    @ParameterizedTest
    @MethodSource("names")
    void frameIsAsItAlwaysWas(String name) {
        assertThat(EventFrames.text(Samples.stored(Samples.event(name)))).isEqualTo(GOLDEN.get(name));
    }

    @Test
    void everyKindOfEventCallAndResultHasAGoldenFrame() {
        assertThat(GOLDEN.keySet()).isEqualTo(Samples.EVENTS.keySet());
        assertThat(kinds(Samples.EVENTS.values().stream())).containsAll(leaves(ChatEvent.class));
        assertThat(kinds(Samples.EVENTS.values().stream()
                        .filter(ChatFact.ToolCalled.class::isInstance)
                        .map(event -> ((ChatFact.ToolCalled) event).call().use())))
                .containsAll(leaves(ToolUse.class));
        assertThat(kinds(Samples.EVENTS.values().stream()
                        .filter(ChatFact.ToolFinished.class::isInstance)
                        .map(event -> ((ChatFact.ToolFinished) event).result())))
                .containsAll(leaves(ToolResult.class));
    }

    @Test
    void everyFrameOfAnEventHasWhatClientsRelyOn() {
        for (var event : Samples.EVENTS.values()) {
            var frame = Json.read(EventFrames.text(Samples.stored(event))).orElseThrow();

            assertThat(frame.path("type").textValue()).isEqualTo("agent_event");
            assertThat(frame.path("seq").longValue()).isEqualTo(7);
            assertThat(frame.path("chatId").textValue()).isEqualTo(Samples.CHAT.toString());
            assertThat(frame.path("id").isTextual()).isTrue();
            assertThat(frame.path("event").textValue()).isIn("action", "observation", "error", "state", "user");
            assertThat(frame.path("eventType").isTextual()).isTrue();
            assertThat(frame.path("content").isTextual()).isTrue();
            assertThat(frame.path("timestamp").textValue()).isEqualTo("2026-03-01T12:00:00.123456+00:00");
            assertThat(frame.has("exitCode")
                            && !frame.path("eventType").textValue().equals("CmdOutputObservation"))
                    .isFalse();
        }
    }

    @Test
    void longTextsAreCutToWholeCharactersAndSaySo() {
        var frame = Json.read(EventFrames.text(Samples.stored(new ChatFact.Said("😀".repeat(2001)))))
                .orElseThrow();
        var whole = Json.read(EventFrames.text(Samples.stored(new ChatFact.Said("😀".repeat(2000)))))
                .orElseThrow();

        assertThat(frame.path("content").textValue()).isEqualTo("😀".repeat(2000));
        assertThat(frame.path("truncated").booleanValue()).isTrue();
        assertThat(whole.path("content").textValue()).isEqualTo("😀".repeat(2000));
        assertThat(whole.has("truncated")).isFalse();
    }

    @Test
    void thoughtsAreCutEarlierThanTheirContent() {
        var frame = Json.read(EventFrames.text(Samples.stored(Samples.thought("é".repeat(1500)))))
                .orElseThrow();

        assertThat(frame.path("thought").textValue()).isEqualTo("é".repeat(1000));
        assertThat(frame.path("content").textValue()).isEqualTo("é".repeat(1500));
        assertThat(frame.has("truncated")).isFalse();
    }

    @Test
    void whatTheLogItselfCutSaysSo() {
        var frame = Json.read(EventFrames.text(
                        Samples.stored(Samples.finished(new ToolResult.CommandEnded(0, "head … tail", true)))))
                .orElseThrow();

        assertThat(frame.path("truncated").booleanValue()).isTrue();
    }

    static Stream<String> names() {
        return Samples.EVENTS.keySet().stream();
    }

    private static Set<Class<?>> kinds(Stream<?> values) {
        return values.map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Stream.of(sealed.getPermittedSubclasses())
                        .flatMap(part -> leaves(part).stream())
                        .collect(Collectors.toSet())
                : Set.of(sealed);
    }

    /** Pairs of lines: a sample's name, and its frame. */
    private static Map<String, String> golden() {
        try (var in = EventFramesTest.class.getResourceAsStream("event-frames.txt")) {
            var lines = new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var golden = new LinkedHashMap<String, String>();
            for (var i = 0; i + 1 < lines.size(); i += 2) {
                golden.put(lines.get(i), lines.get(i + 1));
            }
            return golden;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
