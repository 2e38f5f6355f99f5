package dev.lucid.llm;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.lucid.port.model.ModelListener;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a reply while it is streamed, and passes it on piece by piece, so that what was heard and what is kept are the
 * same to the letter. For one thread.
 */
final class Gatherer implements StreamingChatResponseHandler {
    private final Strand thought;
    private final Strand text;
    private @Nullable ChatResponse response;
    private @Nullable Throwable error;
    private @Nullable RuntimeException listenersOwn;

    Gatherer(ModelListener listener) {
        this.thought = new Strand(listener::thought);
        this.text = new Strand(listener::text);
    }

    /** What the model thinks. */
    Strand thought() {
        return thought;
    }

    /** What the model says. */
    Strand text() {
        return text;
    }

    /** The vendor's whole response, if it came to one. */
    @Nullable
    ChatResponse response() {
        return response;
    }

    /** What the vendor's library could not cope with, if anything. */
    @Nullable
    Throwable error() {
        return error;
    }

    /** Passes on what the listener failed with, which is not the provider's fault. */
    void throwListenersOwn() {
        if (listenersOwn != null) {
            throw listenersOwn;
        }
    }

    /** The reply is over. */
    void end() {
        thought.end();
        text.end();
    }

    @Override
    public void onPartialResponse(String piece) {
        hear(text, piece);
    }

    @Override
    public void onPartialThinking(PartialThinking piece) {
        hear(thought, piece.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse whole) {
        response = whole;
    }

    @Override
    public void onError(Throwable cause) {
        if (error == null) {
            error = cause;
        }
    }

    private void hear(Strand strand, String piece) {
        try {
            strand.add(piece);
        } catch (RuntimeException e) {
            listenersOwn = e;
            throw e;
        }
    }
}
