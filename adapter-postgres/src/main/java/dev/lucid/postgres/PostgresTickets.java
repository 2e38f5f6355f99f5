package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Tickets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Hashes of tickets in {@code lucid.tickets}. Runs as Lucid itself: who comes with a ticket is nobody yet. */
final class PostgresTickets implements Tickets {
    private static final String KEEP = """
            with old as (delete from lucid.tickets where expires_at < statement_timestamp())
            insert into lucid.tickets (hash, user_id, expires_at)
            values (:hash, :user, statement_timestamp() + :micros * interval '1 microsecond')
            on conflict (hash) do nothing""";
    private static final String TAKE = """
            delete from lucid.tickets where hash = :hash
            returning user_id, expires_at > statement_timestamp() as good""";

    private final Transactions transactions;

    PostgresTickets(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public void keep(Secret ticket, UserId user, Duration life) {
        transactions.asLucid(
                "keeping a ticket",
                handle -> handle.createUpdate(KEEP)
                        .bind("hash", hash(ticket))
                        .bind("user", user.value())
                        .bind("micros", life.toNanos() / 1000)
                        .execute());
    }

    @Override
    public Optional<UserId> take(Secret ticket) {
        return transactions.asLucid(
                "taking a ticket",
                handle -> handle.createQuery(TAKE)
                        .bind("hash", hash(ticket))
                        .map((row, _) -> row.getBoolean("good")
                                ? Optional.of(new UserId(row.getObject("user_id", UUID.class)))
                                : Optional.<UserId>empty())
                        .findOne()
                        .flatMap(user -> user));
    }

    /** Tickets are long and random: nobody finds one from its hash. */
    private static byte[] hash(Secret ticket) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ticket.reveal().getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
