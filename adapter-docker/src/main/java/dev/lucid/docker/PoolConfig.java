package dev.lucid.docker;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * How many containers wait for sessions.
 *
 * @param size containers that are ready; as many again may be given to sessions that have not opened them yet
 * @param owner whose all sessions are; without one there are several, and who has a container's session is not said of it
 * @param patience how long a container is kept for a session that was given it and does not open it
 */
public record PoolConfig(int size, Optional<UserId> owner, Duration patience) {
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

    /** None wait. */
    public static final PoolConfig NONE = new PoolConfig(0, Optional.empty());

    public PoolConfig {
        requireNonNull(owner, "owner");
        requireNonNull(patience, "patience");
        if (size < 0) {
            throw new IllegalArgumentException("A pool can't have " + size + " containers");
        }
    }

    /** With the usual patience, five minutes. */
    public PoolConfig(int size, Optional<UserId> owner) {
        this(size, owner, USUAL_PATIENCE);
    }
}
