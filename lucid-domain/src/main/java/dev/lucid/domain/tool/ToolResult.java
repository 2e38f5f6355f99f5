package dev.lucid.domain.tool;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.WorkspacePath;
import java.time.Duration;

/** What became of a tool call: every call gets exactly one. Grows in minor versions: outside Lucid, keep a default. */
public sealed interface ToolResult {
    /** The command came to its end with that exit code; {@code truncated} when the middle of the output is cut. */
    record CommandEnded(int exitCode, String output, boolean truncated) implements ToolResult {
        public CommandEnded {
            requireNonNull(output, "output");
        }
    }

    /** The command went on for longer than it may, and was killed with its process group. */
    record TimedOut(Duration limit, String output, boolean truncated) implements ToolResult {
        public TimedOut {
            requireNonNull(limit, "limit");
            requireNonNull(output, "output");
        }
    }

    /** Stopped by a person, or never begun because the turn had ended. */
    record Cancelled(String output) implements ToolResult {
        public Cancelled {
            requireNonNull(output, "output");
        }
    }

    /** Killed because the server shut down; the turn goes on without it. */
    record Interrupted(String output) implements ToolResult {
        public Interrupted {
            requireNonNull(output, "output");
        }
    }

    /** What a tool that only looks had to say. */
    record Answered(String text, boolean truncated) implements ToolResult {
        public Answered {
            requireNonNull(text, "text");
        }
    }

    /** The file has the new content. */
    record FileWritten(WorkspacePath path, boolean created, String diff) implements ToolResult {
        public FileWritten {
            requireNonNull(path, "path");
            requireNonNull(diff, "diff");
        }
    }

    /** The text was replaced; {@code diff} is a unified diff. */
    record FileEdited(WorkspacePath path, String diff) implements ToolResult {
        public FileEdited {
            requireNonNull(path, "path");
            requireNonNull(diff, "diff");
        }
    }

    /** It could not be done, and nothing was changed; {@code message} tells the model why and what to try. */
    record Failed(String message) implements ToolResult {
        public Failed {
            requireNonNull(message, "message");
        }
    }

    /** A person, or the rule that stands in for one, did not allow it. */
    record Denied(String reason) implements ToolResult {
        public Denied {
            requireNonNull(reason, "reason");
        }
    }

    /** It was started, and the process that ran it died before it could say how it went. It is never run again. */
    record OutcomeUnknown() implements ToolResult {}
}
