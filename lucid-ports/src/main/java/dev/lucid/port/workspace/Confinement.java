package dev.lucid.port.workspace;

import static java.util.Objects.requireNonNull;

/** How well a sandbox keeps commands in; {@code words} says it to a person. */
public record Confinement(boolean confined, String words) {
    public Confinement {
        requireNonNull(words, "words");
    }
}
