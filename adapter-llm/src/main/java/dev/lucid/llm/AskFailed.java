package dev.lucid.llm;

import dev.lucid.domain.model.ModelFailure;

/** Carries a typed failure up through a vendor's frames. Never leaves this package. */
final class AskFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ModelFailure failure;

    AskFailed(ModelFailure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    AskFailed(ModelFailure.Kind kind, String message) {
        this(new ModelFailure(kind, message));
    }

    ModelFailure failure() {
        return failure;
    }
}
