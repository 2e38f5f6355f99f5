package dev.lucid.port.workspace;

import static java.util.Objects.requireNonNull;

/**
 * How well a sandbox keeps commands in.
 *
 * @param confined whether commands see nothing of the host but the system's programs, and no network
 * @param words the same for a person; they say "unconfined" where it is so
 */
public record Confinement(boolean confined, String words) {
    public Confinement {
        requireNonNull(words, "words");
    }
}
