package dev.lucid.domain.tool;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names one tool call. Made by Lucid, not by the model, whose own ids may be missing or repeat. */
public record CallId(UUID value) {
    public CallId {
        requireNonNull(value, "value");
    }

    /** Reads the id from its canonical text; fails with {@link IllegalArgumentException} on anything else. */
    public static CallId of(String text) {
        return new CallId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
