package seeded.application;

import java.util.Optional;

/** Breaks: no Optional is passed in. */
public final class TakesAnOptional {
    public String take(Optional<String> text) {
        return text.orElse("");
    }
}
