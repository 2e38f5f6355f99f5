package dev.lucid.domain.integration;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of git host. Grows in minor versions. */
public enum GitProvider {
    GITHUB,
    GITLAB;

    /** The provider of that name, however it is written and whatever blanks are around it. */
    public static Optional<GitProvider> named(String name) {
        return Stream.of(values())
                .filter(provider -> provider.name().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    /** The name as clients see it. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a host's name shows that it is of this kind: all that is known of one that somebody runs themselves. */
    public boolean isShownBy(String host) {
        return host.toLowerCase(Locale.ROOT).contains(lower());
    }
}
