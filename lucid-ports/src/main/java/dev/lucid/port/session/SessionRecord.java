package dev.lucid.port.session;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;

/**
 * A session that a chat has.
 *
 * @param atWork whether the chat wants a runner, or has one
 * @param lastEvent when anything happened in the chat for the last time
 */
public record SessionRecord(SessionId session, UserId owner, ChatId chat, boolean atWork, Instant lastEvent) {
    public SessionRecord {
        requireNonNull(session, "session");
        requireNonNull(owner, "owner");
        requireNonNull(chat, "chat");
        requireNonNull(lastEvent, "lastEvent");
    }
}
