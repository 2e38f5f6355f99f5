package dev.lucid.domain.model;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.tool.ToolUse;
import java.util.List;
import java.util.Optional;

/** One whole reply of a model: what it thought, what it said (may be empty), and the tool calls it asks for, in order. */
public record ModelReply(Optional<Thinking> thinking, String text, List<ToolUse> uses, TokenUsage usage, Cost cost) {
    public ModelReply {
        requireNonNull(thinking, "thinking");
        requireNonNull(text, "text");
        uses = List.copyOf(uses);
        requireNonNull(usage, "usage");
        requireNonNull(cost, "cost");
    }
}
