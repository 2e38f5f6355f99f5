package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.SessionId;
import java.util.Optional;

/** What a person asks of a chat. Submitted by any process, at any time. Grows in minor versions. */
public sealed interface ChatRequest extends ChatEvent {
    /**
     * A message for the agent.
     *
     * @param model which model answers from the next turn on; empty to leave it at the one before
     */
    record UserMessaged(String text, Delivery delivery, boolean initial, Optional<ModelRef> model)
            implements ChatRequest {
        public UserMessaged {
            requireNonNull(text, "text");
            requireNonNull(delivery, "delivery");
            requireNonNull(model, "model");
        }

        /** For the model that the chat has. */
        public UserMessaged(String text, Delivery delivery, boolean initial) {
            this(text, delivery, initial, Optional.empty());
        }
    }

    /** Whether a message may change what the agent is at. Closed for ever. */
    enum Delivery {
        /** The running turn takes it in at its next step. */
        STEER,
        /** It waits until the running turn has ended. */
        QUEUE
    }

    /** The running turn is to end now; without one, messages that wait are dropped. */
    record StopRequested() implements ChatRequest {}

    /** The running turn is to wait before its next step. */
    record PauseRequested() implements ChatRequest {}

    /** A paused turn may go on. */
    record ResumeRequested() implements ChatRequest {}

    /** A person decided about a call that awaits approval. */
    record ApprovalGiven(CallId call, Decision decision) implements ChatRequest {
        public ApprovalGiven {
            requireNonNull(call, "call");
            requireNonNull(decision, "decision");
        }
    }

    /**
     * The chat's session is to end: its turn is stopped, and its sandbox and workspace go. Messages that wait are dropped;
     * the next one opens another session.
     */
    record SessionEndRequested(SessionId session) implements ChatRequest {
        public SessionEndRequested {
            requireNonNull(session, "session");
        }
    }

    /** What a person may decide about a call. Closed for ever. */
    enum Decision {
        ALLOW,
        DENY,
        /** Allow it, and each later call of the same tool in this turn. */
        ALWAYS
    }
}
