package dev.lucid.memory;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Users;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Accounts in this process's memory: gone with it. Safe for many threads. */
public final class InMemoryUsers implements Users {
    private final Map<UserId, Account> accounts = new HashMap<>();

    @Override
    public synchronized boolean see(Account seen) {
        var known = accounts.getOrDefault(seen.id(), new Account(seen.id()));
        accounts.put(
                seen.id(),
                new Account(
                        seen.id(),
                        seen.email()
                                .filter(email -> !isAnothers(seen.id(), email))
                                .or(known::email),
                        seen.name().or(known::name),
                        seen.picture().or(known::picture)));

        return true;
    }

    /** What is known of that user; empty if nobody of that id was ever seen. */
    public synchronized Optional<Account> find(UserId user) {
        return Optional.ofNullable(accounts.get(user));
    }

    private boolean isAnothers(UserId user, String email) {
        return accounts.values().stream()
                .filter(account -> !account.id().equals(user))
                .flatMap(account -> account.email().stream())
                .anyMatch(email::equalsIgnoreCase);
    }
}
