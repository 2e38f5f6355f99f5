package dev.lucid.application.account;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.UseTickets;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Gives out tickets of 256 bits that can stand in an address, and takes each back once. */
public final class TicketUsing implements UseTickets {
    private static final int BYTES = 32;

    private final Tickets tickets;
    private final RandomGenerator random;

    /** {@code random} must be one that nobody can guess, and safe for many threads. */
    @Inject
    public TicketUsing(Tickets tickets, RandomGenerator random) {
        this.tickets = requireNonNull(tickets, "tickets");
        this.random = requireNonNull(random, "random");
    }

    @Override
    public Secret issue(UserId user) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var ticket = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        tickets.keep(ticket, user, LIFE);

        return ticket;
    }

    @Override
    public Optional<UserId> redeem(Secret ticket) {
        return tickets.take(ticket);
    }
}
