package dev.lucid.port.model;

import dev.lucid.domain.model.Prompt;
import dev.lucid.port.StopSignal;

/**
 * A model that can be asked. One call is one attempt: it is not retried inside, it may cost money even if it fails, and
 * the same prompt may get another reply. It ends in an outcome, never in a {@link dev.lucid.port.PortFailure}, and within
 * a time limit of its own. Safe for many threads.
 */
public interface LanguageModel {
    /** Asks, gives what comes to {@code listener} as it comes, and returns when the reply is whole. */
    ModelOutcome ask(Prompt prompt, ModelListener listener, StopSignal stop);
}
