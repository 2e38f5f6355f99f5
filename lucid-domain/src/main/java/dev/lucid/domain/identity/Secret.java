package dev.lucid.domain.identity;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password, token or key: shown by nobody by accident. Its text form is masked; whoever needs the value says so. Equal
 * in constant time.
 */
public final class Secret {
    private static final int MAX_LENGTH = 16_384;
    private static final char DELETE = 0x7f;

    private final String value;

    /** Fails on what is blank, too long or has a control character in it: it could be no header's value. */
    public Secret(String value) {
        if (requireNonNull(value, "value").isBlank()
                || value.length() > MAX_LENGTH
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A secret is one line of at most " + MAX_LENGTH + " characters, and says something");
        }
        this.value = value;
    }

    /** Whether it consists of visible ASCII characters alone, as each provider's and host's keys do. */
    public boolean isPlain() {
        return value.strip().chars().allMatch(c -> c > ' ' && c < DELETE);
    }

    /** The secret itself. For the call that must show it, and for nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
