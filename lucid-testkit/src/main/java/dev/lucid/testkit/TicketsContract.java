package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Tickets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all {@link Tickets} promise. Say what is under test, and who may have tickets. */
public interface TicketsContract {
    /** The tickets under test, always the same within a test. */
    Tickets tickets();

    /** Somebody who has an account. */
    UserId user();

    @Test
    default void aTicketIsItsUsersOnce() {
        var ticket = newTicket();
        tickets().keep(ticket, user(), Duration.ofMinutes(1));

        assertThat(tickets().take(ticket)).contains(user());
        assertThat(tickets().take(ticket)).isEmpty();
    }

    @Test
    default void aTicketThatNobodyKeptIsNone() {
        assertThat(tickets().take(newTicket())).isEmpty();
    }

    @Test
    default void aTicketIsGoodForItsLifeAlone() {
        var ticket = newTicket();
        tickets().keep(ticket, user(), Duration.ZERO);

        assertThat(tickets().take(ticket)).isEmpty();
    }

    @Test
    default void takingOneLeavesTheOthers() {
        var one = newTicket();
        var other = newTicket();
        tickets().keep(one, user(), Duration.ofMinutes(1));
        tickets().keep(other, user(), Duration.ofMinutes(1));

        tickets().take(one);

        assertThat(tickets().take(other)).contains(user());
    }

    @Test
    default void ofManyWhoTakeATicketOneGetsIt() throws InterruptedException {
        var ticket = newTicket();
        tickets().keep(ticket, user(), Duration.ofMinutes(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var takes = IntStream.range(0, 8)
                    .<Callable<Optional<UserId>>>mapToObj(_ -> () -> tickets().take(ticket))
                    .toList();

            var taken = threads.invokeAll(takes).stream()
                    .flatMap(take -> take.resultNow().stream())
                    .toList();

            assertThat(taken).containsExactly(user());
        }
    }

    private static Secret newTicket() {
        return new Secret("ticket-" + Facts.uuid());
    }
}
