package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.Optional;

/** What an agent's work brought about. Appended by the chat's runner alone. Grows in minor versions. */
public sealed interface ChatFact extends ChatEvent {
    /** A turn begins: it answers all messages that wait. */
    record TurnStarted(ModelRef model, TurnRules rules) implements ChatFact {
        public TurnStarted {
            requireNonNull(model, "model");
            requireNonNull(rules, "rules");
        }
    }

    /** The process that ran this turn is gone; another goes on with it. */
    record TurnTakenOver() implements ChatFact {}

    /** Part of a reply: what the model thought. Counts once the reply's {@link ModelReplied} is there. */
    record Thought(Thinking thinking) implements ChatFact {
        public Thought {
            requireNonNull(thinking, "thinking");
        }
    }

    /** Part of a reply: what the model said. Counts once the reply's {@link ModelReplied} is there. */
    record Said(String text) implements ChatFact {
        public Said {
            requireNonNull(text, "text");
        }
    }

    /** Part of a reply: a tool call that the model asks for. Counts once the reply's {@link ModelReplied} is there. */
    record ToolCalled(ToolCall call) implements ChatFact {
        public ToolCalled {
            requireNonNull(call, "call");
        }
    }

    /** A reply is whole: its parts are those facts since the last reply. The prompt held all events up to {@code promptedTo}. */
    record ModelReplied(long promptedTo, TokenUsage usage, Cost cost) implements ChatFact {
        public ModelReplied {
            requireNonNull(usage, "usage");
            requireNonNull(cost, "cost");
        }
    }

    /** The model gave no usable reply, with all the patience there was. */
    record ModelFailed(ModelFailure failure) implements ChatFact {
        public ModelFailed {
            requireNonNull(failure, "failure");
        }
    }

    /** A call waits for a person until {@code until}; after that it is denied. */
    record ApprovalAsked(CallId call, Instant until) implements ChatFact {
        public ApprovalAsked {
            requireNonNull(call, "call");
            requireNonNull(until, "until");
        }
    }

    /** The tool is about to run. Durable before the first byte reaches the sandbox. */
    record ToolStarted(CallId call) implements ChatFact {
        public ToolStarted {
            requireNonNull(call, "call");
        }
    }

    /** What became of a call of {@code tool}. Durable before the model is asked again. */
    record ToolFinished(CallId call, String tool, ToolResult result) implements ChatFact {
        public ToolFinished {
            requireNonNull(call, "call");
            requireNonNull(tool, "tool");
            requireNonNull(result, "result");
        }
    }

    /** From here on {@code summary} stands for all events up to and including {@code upTo}. */
    record ContextCondensed(String summary, long upTo, TokenUsage usage, Cost cost) implements ChatFact {
        public ContextCondensed {
            requireNonNull(summary, "summary");
            requireNonNull(usage, "usage");
            requireNonNull(cost, "cost");
        }
    }

    /** The agent repeats itself; {@code reminder} is what the model is told about it. */
    record LoopNoticed(String reminder) implements ChatFact {
        public LoopNoticed {
            requireNonNull(reminder, "reminder");
        }
    }

    /**
     * The workspace is ready: a clone of {@code origin} at {@code branch}, with its first commit {@code base}.
     *
     * @param startedFrom the origin's branch that {@code branch} began at; early events do not tell
     */
    record RepositoryCloned(String origin, String branch, String base, Optional<String> startedFrom)
            implements ChatFact {
        public RepositoryCloned {
            requireNonNull(origin, "origin");
            requireNonNull(branch, "branch");
            requireNonNull(base, "base");
            requireNonNull(startedFrom, "startedFrom");
        }
    }

    /** The work of the turn lies on {@code branch} at the origin, up to {@code commit}; {@code diff} is what it changes. */
    record BranchPushed(String branch, String commit, String diff) implements ChatFact {
        public BranchPushed {
            requireNonNull(branch, "branch");
            requireNonNull(commit, "commit");
            requireNonNull(diff, "diff");
        }
    }

    /** The turn changed no file, so there is nothing to bring to the origin. */
    record NothingToPush() implements ChatFact {}

    /** The work of the turn could not be brought to the origin; it still lies in the workspace. */
    record PushFailed(String branch, String message) implements ChatFact {
        public PushFailed {
            requireNonNull(branch, "branch");
            requireNonNull(message, "message");
        }
    }

    /** The session is over: nothing of its sandbox and workspace is left. What comes next happens in another one. */
    record SessionEnded(SessionId session) implements ChatFact {
        public SessionEnded {
            requireNonNull(session, "session");
        }
    }

    /** The branch is offered at its origin's host, to be merged: as a new pull or merge request, or one that was open. */
    record PullRequestOpened(String url, long number, String title) implements ChatFact {
        public PullRequestOpened {
            requireNonNull(url, "url");
            requireNonNull(title, "title");
        }
    }

    /** The branch lies at the origin, but no pull request could be opened; {@code message} says why and what to do. */
    record PullRequestFailed(String message) implements ChatFact {
        public PullRequestFailed {
            requireNonNull(message, "message");
        }
    }

    /** The turn waits: the key or token that it needs is not here; {@code message} tells a person what to do. */
    record KeyAwaited(String message) implements ChatFact {
        public KeyAwaited {
            requireNonNull(message, "message");
        }
    }

    /** The key that the turn waited for is here again; the turn goes on. */
    record KeyFound() implements ChatFact {}

    /** The turn is over. */
    record TurnEnded(StopReason reason) implements ChatFact {
        public TurnEnded {
            requireNonNull(reason, "reason");
        }
    }
}
