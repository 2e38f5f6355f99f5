package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Tickets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Tickets in this process's memory, by their hashes: gone with it. Safe for many threads. */
public final class InMemoryTickets implements Tickets {
    private final InstantSource clock;
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(UserId user, Instant until) {
        Kept {
            requireNonNull(user, "user");
            requireNonNull(until, "until");
        }
    }

    public InMemoryTickets(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** On the system's clock. */
    public InMemoryTickets() {
        this(InstantSource.system());
    }

    @Override
    public synchronized void keep(Secret ticket, UserId user, Duration life) {
        forgetOld();
        kept.put(hash(ticket), new Kept(user, clock.instant().plus(life)));
    }

    @Override
    public synchronized Optional<UserId> take(Secret ticket) {
        forgetOld();

        return Optional.ofNullable(kept.remove(hash(ticket))).map(Kept::user);
    }

    private void forgetOld() {
        var now = clock.instant();
        kept.values().removeIf(ticket -> !now.isBefore(ticket.until()));
    }

    private static String hash(Secret ticket) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(ticket.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }
}
