package dev.lucid.memory;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.Users;
import dev.lucid.testkit.TicketsContract;
import dev.lucid.testkit.UsersContract;
import java.util.Optional;

class InMemoryAccountsTest implements UsersContract, TicketsContract {
    private final InMemoryUsers users = new InMemoryUsers();
    private final InMemoryTickets tickets = new InMemoryTickets();

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Optional<Account> kept(UserId user) {
        return users.find(user);
    }

    @Override
    public Tickets tickets() {
        return tickets;
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }
}
