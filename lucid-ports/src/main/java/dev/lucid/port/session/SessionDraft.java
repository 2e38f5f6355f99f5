package dev.lucid.port.session;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.StartChat;
import java.time.Instant;

/** A session that was prepared and waits for somebody to start it: what {@code start} asks for. */
public record SessionDraft(SessionId id, StartChat.Command start, Instant createdAt) {
    public SessionDraft {
        requireNonNull(id, "id");
        requireNonNull(start, "start");
        requireNonNull(createdAt, "createdAt");
    }
}
