package dev.lucid.javalin.lucidai;

import dev.lucid.domain.change.UnifiedDiff;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;

/** The frames of tool calls: what is to be done as an action, what came of it as an observation. */
final class CallFrames {
    private CallFrames() {}

    static FrameBuilder ofCall(Shown stored, ToolCall call) {
        return switch (call.use()) {
            case ToolUse.RunCommand(var script, var _, var _) ->
                FrameBuilder.of(stored, "CmdRunAction")
                        .call(call.id())
                        .content(script)
                        .command(script);
            case ToolUse.WriteFile(var path, var content) ->
                FrameBuilder.of(stored, "FileWriteAction")
                        .call(call.id())
                        .content(content)
                        .path(path);
            case ToolUse.EditFile(var path, var before, var after, var _) ->
                FrameBuilder.of(stored, "FileEditAction")
                        .call(call.id())
                        .content(after)
                        .path(path)
                        .diff(UnifiedDiff.of(path.relative(), before, after));
            case ToolUse.ReadFile _,
                    ToolUse.ListFiles _,
                    ToolUse.Search _,
                    ToolUse.FetchPage _,
                    ToolUse.Finish _,
                    ToolUse.Unusable _ ->
                FrameBuilder.of(stored, "ToolCallAction")
                        .call(call.id())
                        .put("tool", call.use().tool())
                        .content(text(call.use()));
        };
    }

    static FrameBuilder ofResult(Shown stored, CallId call, String tool, ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded(var exitCode, var output, var truncated) ->
                FrameBuilder.ofEnd(stored, call, "CmdOutputObservation")
                        .content(output)
                        .put("exitCode", exitCode)
                        .truncated(truncated);
            case ToolResult.TimedOut(var limit, var output, var truncated) ->
                FrameBuilder.ofEnd(stored, call, "CmdOutputObservation")
                        .content(output)
                        .put("message", "Killed after " + limit.toSeconds() + " s, its time limit.")
                        .truncated(truncated);
            case ToolResult.Cancelled(var output) ->
                observation(stored, call, tool).content(output).put("message", "Cancelled.");
            case ToolResult.Interrupted(var output) ->
                observation(stored, call, tool).content(output).put("message", "Killed as the server was shut down.");
            case ToolResult.Answered(var text, var truncated) ->
                FrameBuilder.ofEnd(stored, call, "ToolResultObservation")
                        .put("tool", tool)
                        .content(text)
                        .truncated(truncated);
            case ToolResult.FileWritten(var path, var _, var _) ->
                FrameBuilder.ofEnd(stored, call, "FileWriteObservation")
                        .content("File written: " + FrameBuilder.mounted(path))
                        .path(path);
            case ToolResult.FileEdited(var path, var diff) ->
                FrameBuilder.ofEnd(stored, call, "FileEditObservation")
                        .content("File edited: " + FrameBuilder.mounted(path))
                        .path(path)
                        .diff(diff);
            case ToolResult.Failed(var message) -> error(stored, call, tool, message);
            case ToolResult.Denied(var reason) -> error(stored, call, tool, reason);
            case ToolResult.OutcomeUnknown _ ->
                error(
                        stored,
                        call,
                        tool,
                        "The outcome is unknown: the process that ran it died before it could say. It is not run again.");
        };
    }

    /** What the call is about, in one text: a command as it is, else the arguments as JSON. */
    static String text(ToolUse use) {
        if (use instanceof ToolUse.RunCommand(var script, var _, var _)) {
            return script;
        }
        return Json.write(Toolbox.arguments(use));
    }

    private static FrameBuilder observation(Shown stored, CallId call, String tool) {
        return tool.equals(Toolbox.RUN_COMMAND)
                ? FrameBuilder.ofEnd(stored, call, "CmdOutputObservation")
                : FrameBuilder.ofEnd(stored, call, "ToolResultObservation").put("tool", tool);
    }

    private static FrameBuilder error(Shown stored, CallId call, String tool, String message) {
        return FrameBuilder.ofEnd(stored, call, "ErrorObservation")
                .put("tool", tool)
                .content(message);
    }
}
