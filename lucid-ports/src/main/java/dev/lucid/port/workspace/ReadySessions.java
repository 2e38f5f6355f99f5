package dev.lucid.port.workspace;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.util.Optional;

/**
 * Sessions that a sandbox is ready for before anybody has them, so that they begin without waiting for one. Safe for many
 * threads.
 */
@FunctionalInterface
public interface ReadySessions {
    /** Where no sandbox is ever ready before its session. */
    ReadySessions NONE = _ -> Optional.empty();

    /**
     * Gives such a session to a user, and to nobody else ever; empty if none is ready at this moment. Does not wait for one,
     * and does not fail. The session is opened and discarded like any other. Whoever takes it and does not open it within
     * some minutes finds its sandbox gone, and opening it makes another; the same holds for another process that opens it.
     */
    Optional<SessionId> take(UserId user);
}
