package dev.lucid.port.account;

import dev.lucid.domain.identity.Account;

/** All users there are. Safe for many threads. */
public interface Users {
    /**
     * Makes sure that the user has an account: makes it where accounts are Lucid's own, and takes over what is newly known
     * of it. An e-mail that another account has stays that one's. False where accounts are another system's, and that
     * one has none of this id.
     */
    boolean see(Account account);
}
