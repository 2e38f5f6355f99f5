package dev.lucid.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolSpec;
import dev.lucid.domain.tool.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A prompt in the vendor's words. Our calls' own ids serve as the calls' ids, for every provider. */
final class Messages {
    /** No provider takes a message without text; a person may still send one. */
    private static final String NOTHING = "(empty)";

    private static final int MAX_NAME = 64;

    private Messages() {}

    /** The messages; {@code thinking} says which thoughts the provider wants to see again as they are. */
    static List<ChatMessage> of(Prompt prompt, Function<Message.Assistant, Optional<String>> thinking) {
        var messages = new ArrayList<ChatMessage>();
        if (!prompt.system().isBlank()) {
            messages.add(SystemMessage.from(prompt.system()));
        }
        for (var message : prompt.messages()) {
            messages.add(
                    switch (message) {
                        case Message.User(var text) -> UserMessage.from(said(text));
                        case Message.Assistant assistant -> reply(assistant, thinking.apply(assistant));
                        case Message.Answer answer -> answer(answer);
                    });
        }

        return messages;
    }

    static List<ToolSpecification> tools(Prompt prompt) {
        return prompt.tools().stream().map(Messages::tool).toList();
    }

    /** A call's arguments as JSON, always an object and always written the same way. */
    static String arguments(ToolCall call) {
        return Json.text(Toolbox.arguments(call.use()));
    }

    private static AiMessage reply(Message.Assistant assistant, Optional<String> thinking) {
        var reply = AiMessage.builder();
        thinking.ifPresent(reply::thinking);
        if (!assistant.text().isBlank()) {
            reply.text(assistant.text());
        } else if (assistant.calls().isEmpty()) {
            reply.text(NOTHING);
        }

        return reply.toolExecutionRequests(
                        assistant.calls().stream().map(Messages::request).toList())
                .build();
    }

    private static ToolExecutionRequest request(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id().toString())
                .name(name(call.use().tool()))
                .arguments(arguments(call))
                .build();
    }

    private static ToolExecutionResultMessage answer(Message.Answer answer) {
        var result = ToolExecutionResultMessage.builder()
                .id(answer.call().toString())
                .toolName(name(answer.tool()))
                .text(said(answer.text()));

        return answer.failed() ? result.isError(true).build() : result.build();
    }

    private static ToolSpecification tool(ToolSpec spec) {
        var schema = JsonObjectSchema.builder();
        for (var parameter : spec.parameters()) {
            switch (parameter.type()) {
                case STRING -> schema.addStringProperty(parameter.name(), parameter.description());
                case INTEGER -> schema.addIntegerProperty(parameter.name(), parameter.description());
                case BOOLEAN -> schema.addBooleanProperty(parameter.name(), parameter.description());
            }
        }
        var required = spec.parameters().stream()
                .filter(ToolSpec.Parameter::required)
                .map(ToolSpec.Parameter::name)
                .toList();

        return ToolSpecification.builder()
                .name(spec.name())
                .description(spec.description())
                .parameters(schema.required(required).build())
                .build();
    }

    /** The name of a call as every provider takes it; a model may have called what is no name at all. */
    private static String name(String tool) {
        var name = tool.replaceAll("[^a-zA-Z0-9_-]", "_");

        return name.isEmpty() ? "unnamed" : name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    private static String said(String text) {
        return text.isBlank() ? NOTHING : text;
    }
}
