package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** An event's identity, made by its writer before it is stored, so that storing it twice is noticed. */
public record EventId(UUID value) {
    public EventId {
        requireNonNull(value, "value");
    }

    /** Reads the id from its canonical text; fails with {@link IllegalArgumentException} on anything else. */
    public static EventId of(String text) {
        return new EventId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
