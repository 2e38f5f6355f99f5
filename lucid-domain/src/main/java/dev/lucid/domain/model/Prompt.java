package dev.lucid.domain.model;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/**
 * All that a model is shown. Messages alternate as providers ask: each {@link Message.Assistant} with tool calls is
 * followed by exactly one {@link Message.Answer} per call, in the calls' order, before anything else.
 */
public record Prompt(String system, List<Message> messages, List<ToolSpec> tools) {
    /** One message of a prompt. Closed for ever. */
    public sealed interface Message {
        /** What the person says, or what Lucid says in their place. */
        record User(String text) implements Message {
            public User {
                requireNonNull(text, "text");
            }
        }

        /** What the model replied. */
        record Assistant(Optional<Thinking> thinking, String text, List<ToolCall> calls) implements Message {
            public Assistant {
                requireNonNull(thinking, "thinking");
                requireNonNull(text, "text");
                calls = List.copyOf(calls);
            }
        }

        /** What became of a call; {@code failed} when the tool could not do what was asked. */
        record Answer(CallId call, String tool, String text, boolean failed) implements Message {
            public Answer {
                requireNonNull(call, "call");
                requireNonNull(tool, "tool");
                requireNonNull(text, "text");
            }
        }
    }

    public Prompt {
        requireNonNull(system, "system");
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
