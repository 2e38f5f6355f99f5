package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CUT_OFF;
import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One question in OpenAI's protocol, to OpenAI or to somebody compatible. */
final class OpenAiCall implements Call {
    /** From 5.4 on, OpenAI takes tools on this route only without reasoning. */
    private static final Pattern REASONS_ELSEWHERE = Pattern.compile("gpt-(5\\.[4-9]|[6-9]).*");

    private final Question question;
    private boolean done;
    private String declined = "";

    OpenAiCall(Question question) {
        this.question = question;
    }

    @Override
    public StreamingChatModel model(HttpClientBuilder transport) {
        var name = question.ref().model();
        var model = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(transport)
                .baseUrl(question.address())
                .apiKey(question.key())
                .modelName(name)
                .returnThinking(true)
                .sendThinking(true);
        if (question.provider().keyNeeded()) {
            // Somebody else's server knows its own limit better; many refuse one that they do not have.
            model.maxCompletionTokens(question.card().reply());
            if (REASONS_ELSEWHERE.matcher(name).matches()
                    && !question.prompt().tools().isEmpty()) {
                model.reasoningEffort("none");
            }
        }

        return model.build();
    }

    @Override
    public ChatRequest request() {
        var current = question.current().stream().collect(Collectors.toUnmodifiableSet());

        return question.request(reply -> thought(reply, current));
    }

    /** Thoughts go back to who had them, while the work they belong to goes on, and no longer. */
    private Optional<String> thought(Message.Assistant reply, Set<Message.Assistant> current) {
        return current.contains(reply) && Seal.read(maker(), reply).isPresent()
                ? reply.thinking().map(Thinking::text).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private String maker() {
        return question.ref().toString();
    }

    @Override
    public String amended(String body) {
        return body;
    }

    @Override
    public ServerSentEvent heard(ServerSentEvent event) {
        var data = event.data();
        if (data.equals("[DONE]")) {
            done = true;
            return event;
        }
        if (!data.contains("\"error\"") && !data.contains("\"reasoning\"") && !data.contains("\"refusal\"")) {
            return event;
        }
        var chunk = Json.tree(data);
        if (chunk.path("error").isObject()) {
            throw new AskFailed(question.failures().ofStreamed(chunk.path("error")));
        }
        var delta = chunk.path("choices").path(0).path("delta");
        declined += delta.path("refusal").asText("");

        return renamed(event, chunk, delta);
    }

    /** Some servers call the thought otherwise than the vendor's library does. */
    private static ServerSentEvent renamed(ServerSentEvent event, JsonNode chunk, JsonNode delta) {
        if (delta instanceof ObjectNode named
                && delta.path("reasoning").isTextual()
                && !delta.has("reasoning_content")) {
            named.set("reasoning_content", named.remove("reasoning"));
            return new ServerSentEvent(event.event(), Json.text(chunk));
        }

        return event;
    }

    @Override
    public Optional<ModelFailure> flaw(ChatResponse response) {
        var reason = response.finishReason();
        if (reason == null && !done) {
            return Optional.of(new ModelFailure(CUT_OFF, "The reply ended before it was whole."));
        }
        var bare = question.gatherer().text().length() == 0
                && !response.aiMessage().hasToolExecutionRequests();
        if (bare && (reason == FinishReason.CONTENT_FILTER || !declined.isEmpty())) {
            var why = declined.isEmpty() ? "" : " It says: " + Words.quote(declined);
            return Optional.of(new ModelFailure(REJECTED, "The model declined to answer this. Ask otherwise." + why));
        }

        return Optional.empty();
    }

    @Override
    public Optional<String> seal() {
        return question.gatherer().thought().length() == 0
                ? Optional.empty()
                : Optional.of(Seal.of(maker(), Json.MAPPER.createArrayNode()));
    }

    @Override
    public Tokens tokens(ChatResponse response) {
        var used = response.tokenUsage();
        if (used == null) {
            return Tokens.NONE;
        }
        var input = Tokens.count(used.inputTokenCount());
        var details = used instanceof OpenAiTokenUsage more ? more.inputTokensDetails() : null;
        var cached = details == null ? 0 : Math.min(input, Tokens.count(details.cachedTokens()));

        return new Tokens(input - cached, cached, 0, Tokens.count(used.outputTokenCount()));
    }

    @Override
    public ModelFailure refused(Refusal refusal) {
        return question.failures().of(refusal);
    }
}
