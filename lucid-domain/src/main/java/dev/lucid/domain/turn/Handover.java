package dev.lucid.domain.turn;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How far a turn's work has come on its way to the repository's origin.
 *
 * @param pushed whether it was brought there, or could not be, or is nothing
 * @param pushFailure why it could not be brought there
 * @param requestDue whether it lies there, and no pull request was opened for it or could not be
 * @param requestFailure why no pull request could be opened
 */
record Handover(boolean pushed, Optional<String> pushFailure, boolean requestDue, Optional<String> requestFailure) {
    /** The agent is still at it. */
    static final Handover NOT_YET = new Handover(false, Optional.empty(), false, Optional.empty());

    Handover {
        requireNonNull(pushFailure, "pushFailure");
        requireNonNull(requestFailure, "requestFailure");
    }

    /** Where there was nothing to bring, there is nothing to ask for either. */
    static Handover pushed(boolean something) {
        return new Handover(true, Optional.empty(), something, Optional.empty());
    }

    static Handover failed(String message) {
        return new Handover(true, Optional.of(message), false, Optional.empty());
    }

    Handover requested() {
        return new Handover(pushed, pushFailure, false, Optional.empty());
    }

    Handover notRequested(String message) {
        return new Handover(pushed, pushFailure, false, Optional.of(message));
    }
}
