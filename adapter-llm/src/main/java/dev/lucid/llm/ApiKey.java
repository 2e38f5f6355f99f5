package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

/** What a provider knows its customer by. Prints as three stars; only {@link #value} gives it away. */
public record ApiKey(String value) {
    public ApiKey {
        if (requireNonNull(value, "value").isBlank()) {
            throw new IllegalArgumentException("A key is not blank");
        }
        value = value.strip();
        if (!isOne(value)) {
            throw new IllegalArgumentException("A key has no white space and no special characters inside");
        }
    }

    /** Whether a key may look like that. */
    static boolean isOne(String text) {
        var key = text.strip();

        return !key.isEmpty() && key.chars().noneMatch(c -> c <= ' ' || c >= 0x7f);
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
