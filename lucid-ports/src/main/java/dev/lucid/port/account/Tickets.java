package dev.lucid.port.account;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;

/** Tickets that were given out and not used yet. Keeps no ticket in a form that could be used. Safe for many threads. */
public interface Tickets {
    /** Keeps a ticket for that long by the store's clock. */
    void keep(Secret ticket, UserId user, Duration life);

    /** Whose ticket it is, if it is kept and not too old; it is gone then, so that of several who take it one gets it. */
    Optional<UserId> take(Secret ticket);
}
