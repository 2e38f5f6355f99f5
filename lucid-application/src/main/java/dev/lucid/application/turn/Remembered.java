package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the world outside said a moment ago, a failure of its own included: so that whoever asks often asks it once. Who asks
 * while it is being asked waits for its word. Safe for many threads.
 */
final class Remembered<T> {
    private final Supplier<T> source;
    private final Duration time;
    private final InstantSource clock;
    private Optional<Word<T>> last = Optional.empty();

    Remembered(Supplier<T> source, Duration time, InstantSource clock) {
        this.source = requireNonNull(source, "source");
        this.time = requireNonNull(time, "time");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What was said, when it had been said. */
    private record Word<T>(Supplier<T> said, Instant at) {}

    /** What the source says, or said not longer ago than the time that it is remembered for. */
    synchronized T get() {
        var now = clock.instant();
        var word = last.filter(known ->
                        !now.isBefore(known.at()) && now.isBefore(known.at().plus(time)))
                .orElseGet(this::asked);
        last = Optional.of(word);

        return word.said().get();
    }

    private Word<T> asked() {
        Supplier<T> said;
        try {
            var value = source.get();
            said = () -> value;
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            said = () -> {
                throw e;
            };
        }

        return new Word<>(said, clock.instant());
    }
}
