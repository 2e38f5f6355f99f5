package dev.lucid.port.account;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;

/** Somebody gets a ticket, and comes back with it where no better credential can be shown: in the address of a socket. */
public interface UseTickets {
    /** How long a ticket is good. */
    Duration LIFE = Duration.ofMinutes(1);

    /** A ticket for one use within its life, at any server of the installation. */
    Secret issue(UserId user);

    /** Whose ticket it is; it is used up with that. Empty if it is none, was used, or is too old. */
    Optional<UserId> redeem(Secret ticket);
}
