package dev.lucid.domain.turn;

import dev.lucid.domain.model.ModelFailure;
import java.time.Duration;
import java.util.Optional;

/** How often and when a model is asked again that gave no reply. All of it ends within a minute. */
public final class Patience {
    /** All attempts at one reply end within this time, as far as they are waited for. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int MAX_ATTEMPTS = 6;
    private static final int MAX_EMPTY_REPLIES = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);

    private Patience() {}

    /**
     * How long to wait before the next attempt; empty if there is to be none.
     *
     * @param attempts how many were made
     * @param spent since the first began
     * @param chance from 0 to 1, so that many who failed together do not come back together
     */
    public static Optional<Duration> wait(ModelFailure failure, int attempts, Duration spent, double chance) {
        var empty = failure.kind() == ModelFailure.Kind.EMPTY_REPLY;
        if (!failure.kind().retriable() || attempts >= (empty ? MAX_EMPTY_REPLIES : MAX_ATTEMPTS)) {
            return Optional.empty();
        }
        var doubled = FIRST_WAIT.multipliedBy(1L << (attempts - 1));
        var own = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        var jittered = Duration.ofMillis((long) (own.toMillis() * (0.5 + chance / 2)));
        var wait = failure.retryAfter()
                .filter(wished -> wished.compareTo(jittered) > 0)
                .orElse(jittered);

        return spent.plus(wait).compareTo(LIMIT) < 0 ? Optional.of(wait) : Optional.empty();
    }
}
