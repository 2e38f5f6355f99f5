package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Users;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all {@link Users} promise whose accounts are Lucid's own. Say what is under test, and how it can be read. */
public interface UsersContract {
    /** The users under test, always the same within a test. */
    Users users();

    /** What is kept of that user; empty if nobody of that id was ever seen. A placeholder for an e-mail is none. */
    Optional<Account> kept(UserId user);

    @Test
    default void whoIsSeenFirstHasAnAccountThen() {
        var account = account("ada");

        assertThat(users().see(account)).isTrue();

        assertThat(kept(account.id())).contains(account);
    }

    @Test
    default void somebodyOfWhomNothingIsKnownHasAnAccountToo() {
        var nobody = new Account(new UserId(Facts.uuid()));

        assertThat(users().see(nobody)).isTrue();

        assertThat(kept(nobody.id())).contains(nobody);
    }

    @Test
    default void whatIsNewlyKnownIsTakenOver() {
        var user = new UserId(Facts.uuid());
        users().see(new Account(user));
        var known = account(user, "ada");

        assertThat(users().see(known)).isTrue();

        assertThat(kept(user)).contains(known);
    }

    @Test
    default void whatIsNotSaidAgainStays() {
        var account = account("ada");
        users().see(account);

        users().see(new Account(account.id()));

        assertThat(kept(account.id())).contains(account);
    }

    @Test
    default void anEmailThatAnotherAccountHasStaysThatOnes() {
        var first = account("ada");
        var second = new Account(new UserId(Facts.uuid()), first.email(), Optional.of("Eve"), Optional.empty());
        users().see(first);

        assertThat(users().see(second)).isTrue();

        assertThat(kept(first.id())).contains(first);
        assertThat(kept(second.id()))
                .contains(new Account(second.id(), Optional.empty(), Optional.of("Eve"), Optional.empty()));
    }

    private static Account account(String name) {
        return account(new UserId(Facts.uuid()), name);
    }

    private static Account account(UserId user, String name) {
        return new Account(
                user,
                Optional.of(name + "-" + user + "@example.com"),
                Optional.of(name),
                Optional.of("https://example.com/" + name + ".png"));
    }
}
