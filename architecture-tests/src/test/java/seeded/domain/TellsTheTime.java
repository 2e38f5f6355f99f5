package seeded.domain;

import java.time.Instant;

/** Breaks: the core does not read the clock. */
final class TellsTheTime {
    Instant now() {
        return Instant.now();
    }
}
