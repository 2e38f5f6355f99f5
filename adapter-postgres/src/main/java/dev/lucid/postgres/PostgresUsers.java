package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Account;
import dev.lucid.port.account.Users;
import org.jdbi.v3.core.Handle;

/** Accounts in {@code auth.users}, profiles in {@code users}. Runs as Lucid itself: the user may not be there yet. */
final class PostgresUsers implements Users {
    private static final String SEE = "select lucid.see_user(:id, :email, :name, :picture)";

    private final Transactions transactions;

    PostgresUsers(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public boolean see(Account account) {
        return transactions.asLucid("looking for the account " + account.id(), handle -> see(handle, account));
    }

    /** In a transaction of {@code lucid_service}. */
    static boolean see(Handle handle, Account account) {
        return handle.createQuery(SEE)
                .bind("id", account.id().value())
                .bind("email", account.email().map(StorableText::of).orElse(null))
                .bind("name", account.name().map(StorableText::of).orElse(null))
                .bind("picture", account.picture().map(StorableText::of).orElse(null))
                .mapTo(Boolean.class)
                .one();
    }
}
