package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the earlier formatter of events promised: by the names of its own tests. */
class FormatEventTest {
    @Test
    void formatSdkEventAction() {
        var frame = frame(Samples.called(new ToolUse.RunCommand("ls -la", Duration.ofMinutes(1), false)));

        assertThat(frame.path("event").textValue()).isEqualTo("action");
        assertThat(frame.path("eventType").textValue()).isEqualTo("CmdRunAction");
        assertThat(frame.path("content").textValue()).isEqualTo("ls -la");
        assertThat(frame.path("command").textValue()).isEqualTo("ls -la");
        assertThat(frame.has("timestamp")).isTrue();
    }

    @Test
    void formatSdkEventTruncatesLongContent() {
        var frame = frame(Samples.finished(new ToolResult.CommandEnded(0, "x".repeat(2500), false)));

        assertThat(frame.path("eventType").textValue()).isEqualTo("CmdOutputObservation");
        assertThat(frame.path("content").textValue()).hasSize(2000);
    }

    private static JsonNode frame(ChatEvent event) {
        return Json.read(EventFrames.text(Samples.stored(event))).orElseThrow();
    }
}
