package dev.lucid.githost;

import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.time.Duration;
import java.util.Optional;

/** Carries a typed failure up to where it becomes the answer. Never leaves this package. */
final class HostFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String words;
    private final transient Optional<Duration> again;

    HostFailure(Reason reason, String words, Optional<Duration> again) {
        super(words, null, false, false);
        this.reason = reason;
        this.words = words;
        this.again = again;
    }

    HostFailure(Reason reason, String words) {
        this(reason, words, Optional.empty());
    }

    Reason reason() {
        return reason;
    }

    <T> HostAnswer<T> answer() {
        return new HostAnswer.Failed<>(reason, words, again);
    }
}
