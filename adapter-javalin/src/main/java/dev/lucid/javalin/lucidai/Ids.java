package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.javalin.Rejection;
import java.util.Optional;

/** Ids as clients name them, and what they are told where there is nothing of that id for them. */
final class Ids {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private Ids() {}

    /** The session that is meant; empty if none can have that id. */
    static Optional<SessionId> session(String text) {
        return Fields.uuid(text).map(SessionId::new);
    }

    /** The chat that is meant; throws if none can have that id. */
    static ChatId chat(String text) {
        return Fields.uuid(text).map(ChatId::new).orElseThrow(Ids::noChat);
    }

    static Rejection noChat() {
        return new Rejection(NOT_FOUND, "Chat not found");
    }

    static Rejection noSession(String id) {
        return new Rejection(NOT_FOUND, "Session " + id + " not found.");
    }

    static Rejection othersSession(String deed) {
        return new Rejection(FORBIDDEN, "Not authorized to " + deed + " this session.");
    }
}
