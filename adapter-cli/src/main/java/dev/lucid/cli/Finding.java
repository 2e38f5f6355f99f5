package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param subject what was looked at, a word or two
 * @param words what was found
 * @param remedy what to do about it
 */
public record Finding(Weight weight, String subject, String words, Optional<String> remedy) {
    /** How much it matters. Closed for ever. */
    public enum Weight {
        GOOD,
        /** Something that Lucid can do without. */
        WARNING,
        /** The main job can't run. */
        PROBLEM
    }

    public Finding {
        requireNonNull(weight, "weight");
        requireNonNull(subject, "subject");
        requireNonNull(words, "words");
        requireNonNull(remedy, "remedy");
    }

    public static Finding good(String subject, String words) {
        return new Finding(Weight.GOOD, subject, words, Optional.empty());
    }

    public static Finding warning(String subject, String words, String remedy) {
        return new Finding(Weight.WARNING, subject, words, Optional.of(remedy));
    }

    public static Finding problem(String subject, String words, String remedy) {
        return new Finding(Weight.PROBLEM, subject, words, Optional.of(remedy));
    }
}
