package dev.lucid.application.account;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.RecogniseUser;
import dev.lucid.port.account.Users;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the store know who is here. Users of the last minutes are remembered, so that most requests need no store; what is
 * newly known of one goes to the store at once. Safe for many threads.
 */
public final class UserRecognising implements RecogniseUser {
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Users users;
    private final InstantSource clock;
    private final Map<UserId, Remembered> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Remembered(Account account, Instant until) {
        Remembered {
            requireNonNull(account, "account");
            requireNonNull(until, "until");
        }
    }

    @Inject
    public UserRecognising(Users users, InstantSource clock) {
        this.users = requireNonNull(users, "users");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Outcome recognise(Account account) {
        if (isKnown(account)) {
            return new Outcome.Recognised(account.id());
        }
        if (!users.see(account)) {
            return new Outcome.NoSuchAccount();
        }
        remember(account);

        return new Outcome.Recognised(account.id());
    }

    private boolean isKnown(Account account) {
        var now = clock.instant();
        synchronized (seen) {
            return Optional.ofNullable(seen.get(account.id()))
                    .filter(known -> now.isBefore(known.until()))
                    .filter(known -> together(known.account(), account).equals(known.account()))
                    .isPresent();
        }
    }

    private void remember(Account account) {
        var until = clock.instant().plus(MEMORY);
        synchronized (seen) {
            seen.merge(
                    account.id(),
                    new Remembered(account, until),
                    (known, fresh) -> new Remembered(together(known.account(), fresh.account()), fresh.until()));
        }
    }

    private static Account together(Account known, Account fresh) {
        return new Account(
                fresh.id(),
                fresh.email().or(known::email),
                fresh.name().or(known::name),
                fresh.picture().or(known::picture));
    }
}
