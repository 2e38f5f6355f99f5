package dev.lucid.port.session;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sessions that were prepared and not started, with their secrets encrypted. Each is that user's alone, enforced by the
 * store itself. One that is older than {@link #LIFE} by the store's clock is gone. Safe for many threads.
 */
public interface SessionDrafts {
    Duration LIFE = Duration.ofMinutes(30);

    /** Keeps a draft; one that is kept already under that id stays as it is. */
    void keep(SessionDraft draft);

    Optional<SessionDraft> find(UserId user, SessionId session);

    /** The oldest first. */
    List<SessionDraft> list(UserId user);

    /** Whether it was there; of several who remove it, one is told so. */
    boolean remove(UserId user, SessionId session);
}
