package dev.lucid.port.log;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;

/** The right to run a chat. {@code fence} grows with each claim, so that a late writer is recognised. */
public record Lease(ChatId chat, long fence) {
    public Lease {
        requireNonNull(chat, "chat");
    }
}
