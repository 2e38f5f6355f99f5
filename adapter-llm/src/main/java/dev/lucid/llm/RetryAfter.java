package dev.lucid.llm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads how long a provider asks to be left alone: in milliseconds, in seconds, until a date, or in its error itself. */
final class RetryAfter {
    private static final double MAX_SECONDS = Duration.ofDays(30).toSeconds();

    private RetryAfter() {}

    static Optional<Duration> none() {
        return Optional.empty();
    }

    static Optional<Duration> of(Refusal refusal, InstantSource clock) {
        return refusal.header("retry-after-ms")
                .flatMap(text -> seconds(text).map(ms -> ms.dividedBy(1000)))
                .or(() -> refusal.header("retry-after")
                        .flatMap(text -> seconds(text).or(() -> until(text, clock))))
                .or(() -> inDetails(refusal));
    }

    private static Optional<Duration> seconds(String text) {
        try {
            var seconds = Double.parseDouble(text.strip());
            return seconds >= 0 && seconds <= MAX_SECONDS
                    ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> until(String text, InstantSource clock) {
        try {
            var then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var wait = Duration.between(clock.instant(), then);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Gemini's form: a detail with {@code "retryDelay": "34.5s"}. */
    private static Optional<Duration> inDetails(Refusal refusal) {
        for (var detail : refusal.error().path("details")) {
            var delay = detail.path("retryDelay").asText("");
            if (delay.endsWith("s")) {
                return seconds(delay.substring(0, delay.length() - 1));
            }
        }

        return Optional.empty();
    }
}
