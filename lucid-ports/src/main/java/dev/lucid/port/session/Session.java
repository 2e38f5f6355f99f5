package dev.lucid.port.session;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * A session as its user sees it.
 *
 * @param chat empty for one that was prepared and not started yet
 * @param task what it is about
 * @param events how many events its chat has
 */
public record Session(SessionId id, UserId user, Optional<ChatId> chat, String task, Instant createdAt, long events) {
    public Session {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(chat, "chat");
        requireNonNull(task, "task");
        requireNonNull(createdAt, "createdAt");
    }
}
