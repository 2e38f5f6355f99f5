package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** An event in the log. {@code seq} counts from 1, without a gap, within its chat; {@code at} is when it was stored. */
public record StoredEvent(ChatId chat, long seq, EventId id, Instant at, ChatEvent event) {
    public StoredEvent {
        requireNonNull(chat, "chat");
        if (seq < 1) {
            throw new IllegalArgumentException("An event's number counts from 1: " + seq);
        }
        requireNonNull(id, "id");
        requireNonNull(at, "at");
        requireNonNull(event, "event");
    }
}
