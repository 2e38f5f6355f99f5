package dev.lucid.domain.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Who owns chats. The same as {@code auth.users.id}. */
public record UserId(UUID value) {
    /** The one user of a Lucid that runs for a single person, without credentials. No token's subject is this one. */
    public static final UserId LOCAL = new UserId(NameBasedId.of(NameBasedId.URL_NAMESPACE, "lucid:local"));

    public UserId {
        requireNonNull(value, "value");
    }

    /** A token's subject as an id: itself where it is a UUID, else the name-based UUID of {@code lucid:subject:…}. */
    public static UserId ofSubject(String subject) {
        try {
            var uuid = UUID.fromString(subject);
            if (uuid.toString().equalsIgnoreCase(subject)) {
                return new UserId(uuid);
            }
        } catch (IllegalArgumentException _) {
            // not a UUID: named below
        }

        return new UserId(NameBasedId.of(NameBasedId.URL_NAMESPACE, "lucid:subject:" + subject));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
