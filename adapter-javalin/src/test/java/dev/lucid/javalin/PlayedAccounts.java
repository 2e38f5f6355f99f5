package dev.lucid.javalin;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.account.RecogniseUser;
import dev.lucid.port.account.UseTickets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Users and tickets, played in memory. */
public final class PlayedAccounts implements RecogniseUser, UseTickets {
    /** Has no account in the other system. */
    public static final UserId UNKNOWN = UserId.ofSubject("unknown");

    private final List<Account> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Holder> tickets = new ConcurrentHashMap<>();
    private volatile boolean failing;

    public List<Account> seen() {
        return seen;
    }

    /** From now on the store is out of order. */
    public void fail(boolean wanted) {
        failing = wanted;
    }

    @Override
    public Outcome recognise(Account account) {
        requireWorking();
        seen.add(account);
        return account.id().equals(UNKNOWN) ? new Outcome.NoSuchAccount() : new Outcome.Recognised(account.id());
    }

    @Override
    public Secret issue(Holder holder) {
        requireWorking();
        var ticket = UUID.randomUUID().toString();
        tickets.put(ticket, holder);
        return new Secret(ticket);
    }

    @Override
    public Optional<Holder> redeem(Secret ticket) {
        requireWorking();
        return Optional.ofNullable(tickets.remove(ticket.reveal()));
    }

    private void requireWorking() {
        if (failing) {
            throw new PortFailure.Transient("The store is away: try again.");
        }
    }
}
