package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CONTEXT_OVERFLOW;
import static dev.lucid.domain.model.ModelFailure.Kind.CUT_OFF;
import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.lucid.domain.model.ModelFailure;
import java.util.Optional;

/** One question to Anthropic. */
final class AnthropicCall implements Call {
    private static final String BINDING_BETA = "thinking-binding-controls-2026-08-01";

    private final Question question;
    private final ClaudeThinking thinks;
    private final ArrayNode blocks = Json.MAPPER.createArrayNode();
    private boolean whole;
    private String stopReason = "";
    private String signature = "";

    AnthropicCall(Question question) {
        this.question = question;
        this.thinks = ClaudeThinking.of(question.ref().model(), question.prompt());
    }

    @Override
    public StreamingChatModel model(HttpClientBuilder transport) {
        var model = AnthropicStreamingChatModel.builder()
                .httpClientBuilder(transport)
                .baseUrl(question.address())
                .apiKey(question.key())
                .modelName(question.ref().model())
                .maxTokens(question.card().reply())
                .cacheSystemMessages(true)
                .cacheTools(true)
                .returnThinking(true)
                .sendThinking(false);
        switch (thinks) {
            case NOT -> {}
            case BUDGET -> model.thinkingType("enabled").thinkingBudgetTokens(ClaudeThinking.BUDGET_TOKENS);
            case ADAPTIVE -> model.thinkingType("adaptive").thinkingDisplay("summarized");
            case BOUND ->
                model.thinkingType("adaptive").thinkingDisplay("summarized").beta(BINDING_BETA);
        }

        return model.build();
    }

    @Override
    public ChatRequest request() {
        return question.request(_ -> Optional.empty());
    }

    @Override
    public String amended(String drafted) {
        var body = (ObjectNode) Json.tree(drafted);
        var messages = body.path("messages");
        AnthropicBlocks.restore(messages, question.replies());
        if (thinks == ClaudeThinking.BOUND) {
            // A condensed history no longer is what the thoughts in it were thought about: drop them, don't refuse.
            body.withObjectProperty("thinking")
                    .putObject("block_binding")
                    .put("prefix_mismatch_behavior", "drop_block");
        }
        cacheUpTo(messages);

        return Json.text(body);
    }

    /** Marks the end of the conversation, so that the next call finds all of this one in the provider's cache. */
    private static void cacheUpTo(JsonNode messages) {
        var last = messages.path(messages.size() - 1).path("content");
        if (last.path(last.size() - 1) instanceof ObjectNode block) {
            block.putObject("cache_control").put("type", "ephemeral");
        }
    }

    @Override
    public ServerSentEvent heard(ServerSentEvent event) {
        var data = event.data();
        switch (event.event()) {
            case "error" ->
                throw new AskFailed(
                        question.failures().ofStreamed(Json.tree(data).path("error")));
            case "message_stop" -> whole = true;
            case "message_delta" ->
                stopReason = Json.tree(data).path("delta").path("stop_reason").asText(stopReason);
            case "content_block_start" -> begun(Json.tree(data).path("content_block"));
            case "content_block_delta" -> {
                if (data.contains("signature_delta")) {
                    signature += Json.tree(data).path("delta").path("signature").asText();
                }
            }
            case "content_block_stop" -> ended();
            case null, default -> {}
        }

        return event;
    }

    private void begun(JsonNode block) {
        var type = block.path("type").asText();
        switch (type) {
            case AnthropicBlocks.THINKING -> {
                question.gatherer().thought().begin();
                signature = block.path("signature").asText("");
                blocks.addArray().add(type);
            }
            case AnthropicBlocks.REDACTED -> blocks.addArray().add(type).add(block.path("data"));
            case AnthropicBlocks.TEXT -> {
                question.gatherer().text().begin();
                blocks.addArray().add(type);
            }
            case AnthropicBlocks.CALL -> blocks.addArray().add(type);
            default -> {}
        }
    }

    /** The block that is under way is over, and its place in the text known. Blocks never overlap. */
    private void ended() {
        if (blocks.path(blocks.size() - 1) instanceof ArrayNode block && block.size() == 1) {
            switch (block.path(0).asText()) {
                case AnthropicBlocks.THINKING ->
                    place(block, question.gatherer().thought()).add(signature);
                case AnthropicBlocks.TEXT -> place(block, question.gatherer().text());
                default -> {}
            }
        }
    }

    private static ArrayNode place(ArrayNode block, Strand strand) {
        return block.add(strand.start()).add(strand.length());
    }

    @Override
    public Optional<ModelFailure> flaw(ChatResponse response) {
        if (!whole) {
            return Optional.of(new ModelFailure(CUT_OFF, "The reply ended before it was whole."));
        }

        return switch (stopReason) {
            case "refusal" ->
                Optional.of(new ModelFailure(REJECTED, "The model declined to answer this. Ask otherwise."));
            case "model_context_window_exceeded" ->
                Optional.of(new ModelFailure(
                        CONTEXT_OVERFLOW, "The prompt left no room for a whole reply. Shorten the prompt."));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> seal() {
        var thought = blocks.valueStream()
                .map(block -> block.path(0).asText())
                .anyMatch(type -> type.equals(AnthropicBlocks.THINKING) || type.equals(AnthropicBlocks.REDACTED));

        return thought ? Optional.of(Seal.of(AnthropicBlocks.MAKER, blocks)) : Optional.empty();
    }

    @Override
    public Tokens tokens(ChatResponse response) {
        return response.tokenUsage() instanceof AnthropicTokenUsage used
                ? new Tokens(
                        Tokens.count(used.inputTokenCount()),
                        Tokens.count(used.cacheReadInputTokens()),
                        Tokens.count(used.cacheCreationInputTokens()),
                        Tokens.count(used.outputTokenCount()))
                : Tokens.NONE;
    }

    @Override
    public ModelFailure refused(Refusal refusal) {
        return question.failures().of(refusal);
    }
}
