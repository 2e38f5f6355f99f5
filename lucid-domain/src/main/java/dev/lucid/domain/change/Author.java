package dev.lucid.domain.change;

import static java.util.Objects.requireNonNull;

/** Who a commit is by. */
public record Author(String name, String email) {
    /** The author where nobody is named. */
    public static final Author LUCID = new Author("Lucid", "lucid@users.invalid");

    public Author {
        requireNonNull(name, "name");
        requireNonNull(email, "email");
    }
}
