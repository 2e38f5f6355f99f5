package dev.lucid.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.Toolbox;

/** The stored form of what became of a tool call. */
final class ToolResultForm {
    private ToolResultForm() {}

    /** What other readers of the table call such an event: the same as those who hear of it over a socket. */
    static String rowType(String tool, ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded _, ToolResult.TimedOut _ -> "CmdOutputObservation";
            case ToolResult.FileWritten _ -> "FileWriteObservation";
            case ToolResult.FileEdited _ -> "FileEditObservation";
            case ToolResult.Answered _ -> "ToolResultObservation";
            case ToolResult.Cancelled _, ToolResult.Interrupted _ ->
                tool.equals(Toolbox.RUN_COMMAND) ? "CmdOutputObservation" : "ToolResultObservation";
            case ToolResult.Failed _, ToolResult.Denied _, ToolResult.OutcomeUnknown _ -> "ErrorObservation";
        };
    }

    static ObjectNode put(ToolResult result, ObjectNode json) {
        return switch (result) {
            case ToolResult.CommandEnded(var exitCode, var _, var truncated) ->
                kind("command_ended", json).put("exit_code", exitCode).put("truncated", truncated);
            case ToolResult.TimedOut(var limit, var _, var truncated) ->
                kind("timed_out", json).put("limit", limit.toString()).put("truncated", truncated);
            case ToolResult.Cancelled _ -> kind("cancelled", json);
            case ToolResult.Interrupted _ -> kind("interrupted", json);
            case ToolResult.Answered(var _, var truncated) ->
                kind("answered", json).put("truncated", truncated);
            case ToolResult.FileWritten(var path, var created, var _) ->
                kind("file_written", json).put("path", path.toString()).put("created", created);
            case ToolResult.FileEdited(var path, var _) ->
                kind("file_edited", json).put("path", path.toString());
            case ToolResult.Failed _ -> kind("failed", json);
            case ToolResult.Denied _ -> kind("denied", json);
            case ToolResult.OutcomeUnknown() -> kind("outcome_unknown", json);
        };
    }

    static String text(ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded(var _, var output, var _) -> output;
            case ToolResult.TimedOut(var _, var output, var _) -> output;
            case ToolResult.Cancelled(var output) -> output;
            case ToolResult.Interrupted(var output) -> output;
            case ToolResult.Answered(var text, var _) -> text;
            case ToolResult.FileWritten(var _, var _, var diff) -> diff;
            case ToolResult.FileEdited(var _, var diff) -> diff;
            case ToolResult.Failed(var message) -> message;
            case ToolResult.Denied(var reason) -> reason;
            case ToolResult.OutcomeUnknown() -> "";
        };
    }

    static ToolResult read(Fields fields, String text) {
        return switch (fields.text("result")) {
            case "command_ended" ->
                new ToolResult.CommandEnded(fields.smallNumber("exit_code"), text, fields.flag("truncated"));
            case "timed_out" -> new ToolResult.TimedOut(fields.duration("limit"), text, fields.flag("truncated"));
            case "cancelled" -> new ToolResult.Cancelled(text);
            case "interrupted" -> new ToolResult.Interrupted(text);
            case "file_written" -> new ToolResult.FileWritten(fields.path(), fields.flag("created"), text);
            case "file_edited" -> new ToolResult.FileEdited(fields.path(), text);
            case "failed" -> new ToolResult.Failed(text);
            case "denied" -> new ToolResult.Denied(text);
            case "outcome_unknown" -> new ToolResult.OutcomeUnknown();
            case "answered" -> new ToolResult.Answered(text, fields.flag("truncated"));
            default -> new ToolResult.Answered(text, false); // a newer Lucid's result: its text is kept
        };
    }

    private static ObjectNode kind(String name, ObjectNode json) {
        return json.put("result", name);
    }
}
