package dev.lucid.domain.identity;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What is known of a user.
 *
 * @param email may be another account's too: then that one keeps it
 * @param picture the address of a picture
 */
public record Account(UserId id, Optional<String> email, Optional<String> name, Optional<String> picture) {
    public Account {
        requireNonNull(id, "id");
        requireNonNull(email, "email");
        requireNonNull(name, "name");
        requireNonNull(picture, "picture");
    }

    /** A user of whom nothing is known but the id. */
    public Account(UserId id) {
        this(id, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
