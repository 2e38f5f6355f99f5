package dev.lucid.port.account;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Somebody gets a ticket, and comes back with it where no better credential can be shown: in the address of a socket. */
public interface UseTickets {
    /** How long a ticket is good. */
    Duration LIFE = Duration.ofMinutes(1);

    /** A ticket for one use within its life, at any server of the installation. */
    Secret issue(Holder holder);

    /** Whose ticket it is; it is used up with that. Empty if it is none, was used, or is too old. */
    Optional<Holder> redeem(Secret ticket);

    /**
     * Who gets a ticket. What is done with it must not outlive the credential that it was given for.
     *
     * @param until when that credential ends, to the second; empty if it has no end
     */
    record Holder(UserId user, Optional<Instant> until) {
        public Holder {
            requireNonNull(user, "user");
            requireNonNull(until, "until");
        }
    }
}
