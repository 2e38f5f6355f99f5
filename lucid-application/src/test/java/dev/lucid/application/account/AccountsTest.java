package dev.lucid.application.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.memory.InMemoryTickets;
import dev.lucid.memory.InMemoryUsers;
import dev.lucid.port.account.RecogniseUser;
import dev.lucid.port.account.UseTickets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final UserId ADA = UserId.ofSubject("ada");

    private static final UseTickets.Holder FOREVER = new UseTickets.Holder(ADA, Optional.empty());

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final InMemoryUsers users = new InMemoryUsers();
    private final List<Account> asked = new ArrayList<>();
    private boolean known = true;
    private final UserRecognising recognising = new UserRecognising(
            account -> {
                asked.add(account);
                return known && users.see(account);
            },
            () -> now);
    private final TicketUsing tickets = new TicketUsing(new InMemoryTickets(() -> now), new SecureRandom());

    @Test
    void aUserSeenFirstHasAnAccountThen() {
        assertThat(recognising.recognise(new Account(ADA))).isEqualTo(new RecogniseUser.Outcome.Recognised(ADA));

        assertThat(users.find(ADA)).isPresent();
    }

    @Test
    void aUserSeenBeforeCostsTheStoreNothing() {
        recognising.recognise(with("ada@example.com", "Ada"));
        recognising.recognise(with("ada@example.com", "Ada"));
        recognising.recognise(new Account(ADA));

        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsNewlyKnownGoesToTheStore() {
        recognising.recognise(new Account(ADA));
        recognising.recognise(with("ada@example.com", "Ada"));
        recognising.recognise(with("ada@example.com", "Ada Lovelace"));

        assertThat(users.find(ADA)).contains(with("ada@example.com", "Ada Lovelace"));
    }

    @Test
    void afterAWhileTheStoreIsAskedAgain() {
        recognising.recognise(new Account(ADA));
        now = now.plus(Duration.ofMinutes(11));

        recognising.recognise(new Account(ADA));

        assertThat(asked).hasSize(2);
    }

    @Test
    void whoHasNoAccountIsAskedForEachTime() {
        known = false;
        assertThat(recognising.recognise(new Account(ADA))).isEqualTo(new RecogniseUser.Outcome.NoSuchAccount());
        known = true;

        assertThat(recognising.recognise(new Account(ADA))).isEqualTo(new RecogniseUser.Outcome.Recognised(ADA));
    }

    @Test
    void nobodyIsRememberedForEver() {
        recognising.recognise(new Account(ADA));
        for (var i = 0; i < 10_000; i++) {
            recognising.recognise(new Account(UserId.ofSubject("user " + i)));
        }

        recognising.recognise(new Account(ADA));

        assertThat(asked).hasSize(10_002);
    }

    @Test
    void aTicketIsGoodOnceAndForAMinute() {
        var used = tickets.issue(FOREVER);
        var old = tickets.issue(FOREVER);

        assertThat(tickets.redeem(used)).contains(FOREVER);
        assertThat(tickets.redeem(used)).isEmpty();
        now = now.plus(Duration.ofSeconds(61));
        assertThat(tickets.redeem(old)).isEmpty();
        assertThat(tickets.redeem(new Secret("made up"))).isEmpty();
    }

    @Test
    void aTicketKnowsWhenTheCredentialEndsThatItWasGivenFor() {
        var holder = new UseTickets.Holder(ADA, Optional.of(Instant.parse("2026-02-03T04:05:06Z")));
        var ticket = tickets.issue(holder);
        var longer = new Secret(ticket.reveal().replaceFirst("[.].*", ".9999999999"));

        assertThat(tickets.redeem(longer)).isEmpty();
        assertThat(tickets.redeem(ticket)).contains(holder);
    }

    @Test
    void aTicketHas256BitsAndCanStandInAnAddress() {
        var ticket = tickets.issue(FOREVER);

        assertThat(ticket.reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(tickets.issue(FOREVER)).isNotEqualTo(ticket);
    }

    private static Account with(String email, String name) {
        return new Account(ADA, Optional.of(email), Optional.of(name), Optional.empty());
    }
}
