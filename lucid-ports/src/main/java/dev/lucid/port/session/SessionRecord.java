package dev.lucid.port.session;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.time.Duration;

/**
 * A session that a chat has.
 *
 * @param atWork whether the chat wants a runner, or has one
 * @param latest the number of the chat's latest event
 * @param idle for how long nothing has happened in the chat, by the store's clock; never negative
 */
public record SessionRecord(SessionId session, UserId owner, ChatId chat, boolean atWork, long latest, Duration idle) {
    public SessionRecord {
        requireNonNull(session, "session");
        requireNonNull(owner, "owner");
        requireNonNull(chat, "chat");
        requireNonNull(idle, "idle");
    }
}
