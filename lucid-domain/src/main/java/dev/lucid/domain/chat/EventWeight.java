package dev.lucid.domain.chat;

import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;

/** What an event weighs in memory, roughly: its text's UTF-16 units, and a little for the rest. */
public final class EventWeight {
    /** What weighs even an event without a text. */
    public static final long BARE = 200;

    private EventWeight() {}

    public static long of(ChatEvent event) {
        return BARE
                + switch (event) {
                    case ChatRequest.UserMessaged message -> message.text().length();
                    case ChatEvent.Imported imported -> imported.text().length();
                    case ChatFact.Said said -> said.text().length();
                    case ChatFact.Thought thought -> thought.thinking().text().length();
                    case ChatFact.ToolCalled called -> of(called.call().use());
                    case ChatFact.ToolFinished finished -> of(finished.result());
                    case ChatFact.ContextCondensed condensed ->
                        condensed.summary().length();
                    case ChatFact.BranchPushed pushed -> pushed.diff().length();
                    case ChatRequest _, ChatFact _ -> 0;
                };
    }

    private static long of(ToolUse use) {
        return switch (use) {
            case ToolUse.RunCommand run -> run.script().length();
            case ToolUse.WriteFile write -> write.content().length();
            case ToolUse.EditFile edit -> edit.before().length() + edit.after().length();
            case ToolUse.Finish finish -> finish.summary().length();
            case ToolUse.Unusable unusable -> unusable.arguments().toString().length();
            case ToolUse _ -> 0;
        };
    }

    private static long of(ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded ended -> ended.output().length();
            case ToolResult.TimedOut timedOut -> timedOut.output().length();
            case ToolResult.Cancelled cancelled -> cancelled.output().length();
            case ToolResult.Interrupted interrupted -> interrupted.output().length();
            case ToolResult.Answered answered -> answered.text().length();
            case ToolResult.FileWritten written -> written.diff().length();
            case ToolResult.FileEdited edited -> edited.diff().length();
            case ToolResult _ -> 0;
        };
    }
}
