package dev.lucid.port.model;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelReply;

/** How asking a model ended. Closed for ever. */
public sealed interface ModelOutcome {
    record Replied(ModelReply reply) implements ModelOutcome {
        public Replied {
            requireNonNull(reply, "reply");
        }
    }

    record Failed(ModelFailure failure) implements ModelOutcome {
        public Failed {
            requireNonNull(failure, "failure");
        }
    }

    /** The stop signal was raised before the reply was whole. */
    record Stopped() implements ModelOutcome {}
}
