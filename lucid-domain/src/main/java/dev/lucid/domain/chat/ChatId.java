package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.NameBasedId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.util.UUID;

/** A chat's identity: one log of events, one person's, worked on by one agent at a time. */
public record ChatId(UUID value) {
    public ChatId {
        requireNonNull(value, "value");
    }

    /** Reads the id from its canonical text; fails with {@link IllegalArgumentException} on anything else. */
    public static ChatId of(String text) {
        return new ChatId(UUID.fromString(text));
    }

    /** The chat that {@code user} opens under an idempotency key: the same key opens the same chat. */
    public static ChatId ofKey(UserId user, String key) {
        return new ChatId(NameBasedId.of(user.value(), "chat:" + key));
    }

    /** The event that is submitted to this chat under an idempotency key: the same key is the same event. */
    public EventId eventOfKey(String key) {
        return new EventId(NameBasedId.of(value, "submit:" + key));
    }

    /** The request that ends that session of this chat: asking twice is one request. */
    public EventId endOf(SessionId session) {
        return new EventId(NameBasedId.of(value, "end:" + session));
    }

    /** The session that this chat has once that one is ended; whoever asks, it is the same. */
    public SessionId sessionAfter(SessionId ended) {
        return new SessionId(NameBasedId.of(value, "session after:" + ended));
    }

    /** The first eight digits, enough for a person to tell chats apart. */
    public String brief() {
        return value.toString().substring(0, 8);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
