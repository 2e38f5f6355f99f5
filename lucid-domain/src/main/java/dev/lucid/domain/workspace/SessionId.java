package dev.lucid.domain.workspace;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** An agent at work for a chat: names its workspace and its sandbox, and stays the same across restarts of both. */
public record SessionId(UUID value) {
    public SessionId {
        requireNonNull(value, "value");
    }

    /** Reads the id from its canonical text; fails with {@link IllegalArgumentException} on anything else. */
    public static SessionId of(String text) {
        return new SessionId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
