package dev.lucid.application.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.ReadySessions;

/** Where new sessions come from: those that a sandbox is ready for come first, and the others' ids are made by chance. */
public record FreshSessions(ReadySessions ready, Ids ids) {
    public FreshSessions {
        requireNonNull(ready, "ready");
        requireNonNull(ids, "ids");
    }

    /** One that nobody has had. To be asked only when it is to be used: what is taken is nobody else's any more. */
    public SessionId next(UserId user) {
        return ready.take(user).orElseGet(this::byChance);
    }

    /** One that no sandbox is ready for. */
    public SessionId byChance() {
        return new SessionId(ids.uuid());
    }
}
