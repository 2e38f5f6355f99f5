package dev.lucid.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a model thought before it spoke. {@code signature} is the provider's own seal, opaque to Lucid, which some
 * providers want to see again with the thought.
 */
public record Thinking(String text, Optional<String> signature) {
    public Thinking {
        requireNonNull(text, "text");
        requireNonNull(signature, "signature");
    }
}
