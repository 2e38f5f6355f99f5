package dev.lucid.domain.tool;

import static java.util.Objects.requireNonNull;

/** One tool call: what the model wants done, under the id that its start and its result will carry. */
public record ToolCall(CallId id, ToolUse use) {
    public ToolCall {
        requireNonNull(id, "id");
        requireNonNull(use, "use");
    }
}
