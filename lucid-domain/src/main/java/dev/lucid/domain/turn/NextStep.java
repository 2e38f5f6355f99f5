package dev.lucid.domain.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.List;

/** What is to be done next in a chat. Whoever does it appends what came of it, and asks again. Grows in minor versions. */
public sealed interface NextStep {
    /** Nothing, until somebody says something. */
    record Rest() implements NextStep {}

    /** Begin a turn: messages wait. */
    record StartTurn() implements NextStep {}

    /** Fetch the chat's repository into its workspace. */
    record CloneRepository() implements NextStep {}

    /** Ask the model, with all that is known. */
    record AskModel() implements NextStep {}

    /** Shorten what the model will be shown; {@code hard} when shortening it once did not help. */
    record Condense(boolean hard) implements NextStep {}

    /** Run a tool that is not known to have run, or that may be repeated. */
    record RunTool(ToolCall call) implements NextStep {
        public RunTool {
            requireNonNull(call, "call");
        }
    }

    /** Wait for a person's decision about a call, until then at most. */
    record AwaitApproval(CallId call, Instant until) implements NextStep {
        public AwaitApproval {
            requireNonNull(call, "call");
            requireNonNull(until, "until");
        }
    }

    /** Wait until a person lets the turn go on. */
    record AwaitResume() implements NextStep {}

    /** Wait until the key that the turn needs is here again. */
    record AwaitKey() implements NextStep {}

    /** Append these facts, which follow from what is known already. */
    record Note(List<ChatFact> facts) implements NextStep {
        public Note {
            facts = List.copyOf(facts);
        }
    }

    /** Commit the work and bring it to the origin. */
    record PushBranch() implements NextStep {}

    /** Remove a session's sandbox and workspace. No turn runs. */
    record EndSession(SessionId session) implements NextStep {
        public EndSession {
            requireNonNull(session, "session");
        }
    }

    /** Offer the branch to be merged, at its origin's host. Where that was done already, it does no harm. */
    record OpenPullRequest() implements NextStep {}

    /** End the turn. */
    record Stop(StopReason reason) implements NextStep {
        public Stop {
            requireNonNull(reason, "reason");
        }
    }
}
