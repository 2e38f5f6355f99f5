package dev.lucid.domain.turn;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a turn waits for its key.
 *
 * @param since since when; empty if it does not
 * @param waited how long it has waited before, all times together
 */
record KeyWait(Optional<Instant> since, Duration waited) {
    static final KeyWait NONE = new KeyWait(Optional.empty(), Duration.ZERO);

    KeyWait {
        requireNonNull(since, "since");
        requireNonNull(waited, "waited");
    }

    KeyWait awaited(Instant at) {
        return new KeyWait(since.or(() -> Optional.of(at)), waited);
    }

    KeyWait found(Instant at) {
        return new KeyWait(
                Optional.empty(),
                since.map(began -> waited.plus(Duration.between(began, at))).orElse(waited));
    }
}
