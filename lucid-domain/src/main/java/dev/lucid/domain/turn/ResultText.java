package dev.lucid.domain.turn;

import dev.lucid.domain.tool.ToolResult;

/** A tool's result in words for a model. */
final class ResultText {
    private ResultText() {}

    static String of(ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded(var code, var output, var truncated) ->
                note(output, truncated) + (code == 0 && !output.isBlank() ? "" : "[exit code " + code + "]");
            case ToolResult.TimedOut(var limit, var output, var truncated) ->
                note(output, truncated) + "[killed: it ran for longer than " + limit.toSeconds() + " s]";
            case ToolResult.Cancelled(var output) -> note(output, false) + "[stopped by the user before it was done]";
            case ToolResult.Interrupted(var output) ->
                note(output, false) + "[killed while it ran: the server was shut down; check what it had done by then]";
            case ToolResult.Answered(var text, var truncated) -> note(text, truncated);
            case ToolResult.FileWritten(var path, var created, var _) ->
                (created ? "Created " : "Replaced ") + path.relative();
            case ToolResult.FileEdited(var path, var _) -> "Edited " + path.relative();
            case ToolResult.Failed(var message) -> "Failed: " + message;
            case ToolResult.Denied(var reason) -> "Not allowed: " + reason;
            case ToolResult.OutcomeUnknown _ ->
                "Outcome unknown: the server died while this ran. It may have had its full effect, a part of it, or none."
                        + " It was not run again. Check the state before you go on.";
        };
    }

    /** Whether the tool could not do what was asked. */
    static boolean failed(ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded ended -> ended.exitCode() != 0;
            case ToolResult.Answered _, ToolResult.FileWritten _, ToolResult.FileEdited _ -> false;
            case ToolResult.TimedOut _,
                    ToolResult.Cancelled _,
                    ToolResult.Interrupted _,
                    ToolResult.Failed _,
                    ToolResult.Denied _,
                    ToolResult.OutcomeUnknown _ -> true;
        };
    }

    private static String note(String text, boolean truncated) {
        var ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";

        return truncated ? ended + "[the output was longer; its middle is left out]\n" : ended;
    }
}
