package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An event as its table holds it.
 *
 * @param role {@code user}, {@code assistant} or {@code system}
 * @param type the event's name in the vocabulary that clients know; absent in some rows of other systems
 * @param content the event's text, if it has one; it is nowhere else
 * @param metadata the rest, as a JSON object whose {@code type} says which event it is; absent in rows of other systems
 */
record EventRow(
        String role,
        @Nullable String type,
        String content,
        @Nullable String metadata) {
    EventRow {
        requireNonNull(role, "role");
        requireNonNull(content, "content");
    }

    /** How many UTF-16 units it has: about as many bytes, at most thrice. */
    int size() {
        return content.length() + (metadata == null ? 0 : metadata.length());
    }

    /** How many bytes it takes in UTF-8. */
    int bytes() {
        return content.getBytes(UTF_8).length + (metadata == null ? 0 : metadata.getBytes(UTF_8).length);
    }
}
