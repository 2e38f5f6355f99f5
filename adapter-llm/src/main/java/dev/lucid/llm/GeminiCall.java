package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CUT_OFF;
import static dev.lucid.domain.model.ModelFailure.Kind.EMPTY_REPLY;
import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.googleai.GeminiHarmBlockThreshold;
import dev.langchain4j.model.googleai.GeminiHarmCategory;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.lucid.domain.model.ModelFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One question to Gemini. */
final class GeminiCall implements Call {
    /** A coding agent reads and writes about attacks and defences all day: no reply is held back for its subject. */
    private static final Map<GeminiHarmCategory, GeminiHarmBlockThreshold> SAFETY = Map.of(
            GeminiHarmCategory.HARM_CATEGORY_HARASSMENT, GeminiHarmBlockThreshold.BLOCK_NONE,
            GeminiHarmCategory.HARM_CATEGORY_HATE_SPEECH, GeminiHarmBlockThreshold.BLOCK_NONE,
            GeminiHarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT, GeminiHarmBlockThreshold.BLOCK_NONE,
            GeminiHarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT, GeminiHarmBlockThreshold.BLOCK_NONE);

    private static final Pattern THINKS = Pattern.compile("gemini-(2\\.5|[3-9]).*");

    /** The reasons that the vendor's library knows; it breaks on any other. */
    private static final Set<String> KNOWN_REASONS = Set.of(
            "STOP",
            "MAX_TOKENS",
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MALFORMED_FUNCTION_CALL",
            "OTHER");

    private final Question question;
    private final GeminiSignatures signatures = new GeminiSignatures();
    private String reason = "";
    private String blocked = "";

    GeminiCall(Question question) {
        this.question = question;
    }

    @Override
    public StreamingChatModel model(HttpClientBuilder transport) {
        var name = question.ref().model();
        var model = GoogleAiGeminiStreamingChatModel.builder()
                .httpClientBuilder(transport)
                .baseUrl(question.address())
                .apiKey(question.key())
                .modelName(name)
                .maxOutputTokens(question.card().reply())
                .safetySettings(SAFETY)
                .returnThinking(true)
                .sendThinking(false);
        if (THINKS.matcher(name).matches()) {
            model.thinkingConfig(
                    GeminiThinkingConfig.builder().includeThoughts(true).build());
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
        var contents = GeminiSignatures.merged(body.path("contents"));
        GeminiSignatures.restore(contents, question.replies(), question.ref().model());
        body.set("contents", contents);

        return Json.text(body);
    }

    @Override
    public ServerSentEvent heard(ServerSentEvent event) {
        var data = event.data();
        if (!data.contains("\"finishReason\"")
                && !data.contains("\"thoughtSignature\"")
                && !data.contains("\"blockReason\"")
                && !data.contains("\"error\"")) {
            signatures.countCalls(data);
            return event;
        }
        var chunk = Json.tree(data);
        if (chunk.path("error").isObject()) {
            throw new AskFailed(question.failures().ofStreamed(chunk.path("error")));
        }
        blocked = chunk.path("promptFeedback").path("blockReason").asText(blocked);
        var candidate = chunk.path("candidates").path(0);
        reason = candidate.path("finishReason").asText(reason);
        signatures.heard(candidate.path("content").path("parts"));

        return understood(event, chunk, candidate);
    }

    private static ServerSentEvent understood(ServerSentEvent event, JsonNode chunk, JsonNode candidate) {
        if (candidate instanceof ObjectNode named
                && candidate.has("finishReason")
                && !KNOWN_REASONS.contains(candidate.path("finishReason").asText())) {
            named.put("finishReason", "OTHER");
            return new ServerSentEvent(event.event(), Json.text(chunk));
        }

        return event;
    }

    @Override
    public Optional<ModelFailure> flaw(ChatResponse response) {
        if (!blocked.isEmpty()) {
            return Optional.of(new ModelFailure(
                    REJECTED, "Google declined to read this prompt (" + blocked + "). Ask otherwise."));
        }
        if (reason.isEmpty()) {
            return Optional.of(new ModelFailure(CUT_OFF, "The reply ended before it was whole."));
        }
        if (question.gatherer().text().length() > 0 || response.aiMessage().hasToolExecutionRequests()) {
            return Optional.empty();
        }

        return switch (reason) {
            case "STOP", "MAX_TOKENS" -> Optional.empty();
            case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII" ->
                Optional.of(new ModelFailure(
                        REJECTED, "The model declined to answer this (" + reason + "). Ask otherwise."));
            default -> Optional.of(new ModelFailure(EMPTY_REPLY, "The model gave up on its reply (" + reason + ")."));
        };
    }

    @Override
    public Optional<String> seal() {
        return signatures.seal();
    }

    @Override
    public Tokens tokens(ChatResponse response) {
        if (!(response.tokenUsage() instanceof GoogleAiGeminiTokenUsage used)) {
            return Tokens.NONE;
        }
        var input = Tokens.count(used.inputTokenCount());
        var cached = Math.min(input, Tokens.count(used.cachedContentTokenCount()));
        var output = Tokens.count(used.outputTokenCount()) + Tokens.count(used.thoughtsTokenCount());

        return new Tokens(input - cached, cached, 0, output);
    }

    @Override
    public ModelFailure refused(Refusal refusal) {
        return question.failures().of(refusal);
    }
}
