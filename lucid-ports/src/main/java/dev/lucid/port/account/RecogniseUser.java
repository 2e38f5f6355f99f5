package dev.lucid.port.account;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;

/** Somebody whose credentials were checked is here: known from now on. Quick for users seen before. */
public interface RecogniseUser {
    Outcome recognise(Account account);

    /** Closed for ever. */
    sealed interface Outcome {
        /** The user has an account, made now if there was none. */
        record Recognised(UserId user) implements Outcome {}

        /** Accounts are another system's, and that one has none of this id. */
        record NoSuchAccount() implements Outcome {}
    }
}
