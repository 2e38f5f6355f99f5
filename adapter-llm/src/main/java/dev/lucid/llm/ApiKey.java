package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

/** What a provider knows its customer by. Prints as three stars; only {@link #value} gives it away. */
public record ApiKey(String value) {
    public ApiKey {
        if (requireNonNull(value, "value").isBlank()) {
            throw new IllegalArgumentException("A key is not blank");
        }
        value = value.strip();
        if (value.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException("A key has no white space and no special characters inside");
        }
    }

    /** The text without the key, should it occur in it. */
    String maskedIn(String text) {
        return text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
