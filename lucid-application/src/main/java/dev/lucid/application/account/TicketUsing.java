package dev.lucid.application.account;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.UseTickets;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gives out tickets of 256 bits that can stand in an address, and takes each back once. A ticket says itself when the
 * credential ends that it was given for: a changed one is another ticket, which nobody keeps.
 */
public final class TicketUsing implements UseTickets {
    private static final int BYTES = 32;
    private static final String UNTIL = ".";

    private final Tickets tickets;
    private final RandomGenerator random;

    /** {@code random} must be one that nobody can guess, and safe for many threads. */
    @Inject
    public TicketUsing(Tickets tickets, RandomGenerator random) {
        this.tickets = requireNonNull(tickets, "tickets");
        this.random = requireNonNull(random, "random");
    }

    @Override
    public Secret issue(Holder holder) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var ticket = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
                + holder.until().map(end -> UNTIL + end.getEpochSecond()).orElse(""));
        tickets.keep(ticket, holder.user(), LIFE);

        return ticket;
    }

    @Override
    public Optional<Holder> redeem(Secret ticket) {
        return tickets.take(ticket).map(user -> new Holder(user, until(ticket.reveal())));
    }

    /** Read from tickets alone that were kept, and so are as they were given out. */
    private static Optional<Instant> until(String ticket) {
        return Optional.of(ticket.indexOf(UNTIL))
                .filter(end -> end >= 0)
                .map(end -> Instant.ofEpochSecond(Long.parseLong(ticket.substring(end + 1))));
    }
}
