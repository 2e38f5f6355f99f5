package dev.lucid.domain.change;

import static java.util.Objects.requireNonNull;

/** An edit by exact replacement: it is made as it was meant, or not at all. */
public record ExactEdit(String before, String after, boolean everywhere) {
    public ExactEdit {
        if (requireNonNull(before, "before").isEmpty()) {
            throw new IllegalArgumentException("Nothing can't be replaced");
        }
        requireNonNull(after, "after");
    }

    /** What came of it. Closed for ever. */
    public sealed interface Outcome {
        record Edited(String text) implements Outcome {}

        record NotFound() implements Outcome {}

        /** It occurs that often, and it was not said which is meant. */
        record Ambiguous(int occurrences) implements Outcome {}
    }

    /** The edit, made in {@code text}. */
    public Outcome in(String text) {
        var occurrences = 0;
        for (var at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + before.length())) {
            occurrences++;
        }
        if (occurrences == 0) {
            return new Outcome.NotFound();
        }

        return occurrences > 1 && !everywhere
                ? new Outcome.Ambiguous(occurrences)
                : new Outcome.Edited(text.replace(before, after));
    }
}
