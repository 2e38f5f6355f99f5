package dev.lucid.port.workspace;

import static java.util.Objects.requireNonNull;

/**
 * How well a sandbox keeps commands in.
 *
 * @param confined whether commands see nothing of the host but the system's programs, and no network but to {@link AllowedHosts}
 * @param words the same for a person; they say "unconfined" where it is so
 * @param advice what would confine them better and how to get it, for whoever sets the machine up; empty if nothing would
 */
public record Confinement(boolean confined, String words, String advice) {
    public Confinement {
        requireNonNull(words, "words");
        requireNonNull(advice, "advice");
    }

    /** Without advice. */
    public Confinement(boolean confined, String words) {
        this(confined, words, "");
    }
}
