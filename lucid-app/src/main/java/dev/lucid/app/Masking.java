package dev.lucid.app;

import java.util.Comparator;
import java.util.List;

/**
 * Takes the configured secrets out of what is logged, should a library ever say one. What is shorter than eight characters
 * is left: it would be found in the middle of other words.
 */
final class Masking {
    private static final int SHORTEST = 8;

    private final List<String> secrets;

    Masking(List<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String of(String text) {
        var masked = text;
        for (var secret : secrets) {
            masked = masked.replace(secret, "***");
        }

        return masked;
    }
}
