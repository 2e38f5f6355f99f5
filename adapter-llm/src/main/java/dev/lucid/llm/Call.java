package dev.lucid.llm;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.lucid.domain.model.ModelFailure;
import java.util.Optional;

/**
 * One provider's side of one model call: what is asked, and how the answer is understood where the vendor's library
 * leaves something out. Used once, by the asking thread.
 */
interface Call {
    /** The vendor's model, over the given transport. */
    StreamingChatModel model(HttpClientBuilder transport);

    ChatRequest request();

    /** The request's body, with what the vendor's library can't say put in. */
    String amended(String body);

    /**
     * Sees an event before the vendor's library does, and gives it in a form which that understands. Fails with
     * {@link AskFailed} if it says that there is an error.
     */
    ServerSentEvent heard(ServerSentEvent event);

    /** Why a reply that came to its end is none, if so. */
    Optional<ModelFailure> flaw(ChatResponse response);

    /** What must be sent back with the reply for it to count as the model's own; opaque to everybody else. */
    Optional<String> seal();

    /** What was used. */
    Tokens tokens(ChatResponse response);

    /** What an answer that is no reply means. */
    ModelFailure refused(Refusal refusal);
}
