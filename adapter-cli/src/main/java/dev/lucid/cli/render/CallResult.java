package dev.lucid.cli.render;

import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;

/** Says what became of a tool call, below what it was. */
final class CallResult {
    private CallResult() {}

    /** Shows the result; {@code output} holds what was streamed of it. */
    static void show(Screen screen, ToolUse use, ToolResult result, OutputView output) {
        switch (result) {
            case ToolResult.CommandEnded(var code, var text, var cut) -> {
                output.whole(text, cut);
                output.end();
                if (code != 0) {
                    note(screen, Ink.RED, "exit code " + code);
                }
            }
            case ToolResult.TimedOut(var limit, var text, var cut) -> {
                output.whole(text, cut);
                output.end();
                note(screen, Ink.RED, "killed: it took longer than " + Words.duration(limit));
            }
            case ToolResult.Cancelled(var text) -> {
                output.whole(text, false);
                output.end();
                note(screen, Ink.YELLOW, "stopped");
            }
            case ToolResult.Interrupted(var text) -> {
                output.whole(text, false);
                output.end();
                note(screen, Ink.YELLOW, "killed, as Lucid was shut down");
            }
            case ToolResult.Answered(var text, var cut) -> answered(screen, use, text, cut);
            case ToolResult.FileWritten(var _, var created, var diff) -> {
                if (created) {
                    note(screen, Ink.DIM, "a new file");
                }
                edit(screen, diff);
            }
            case ToolResult.FileEdited(var _, var diff) -> edit(screen, diff);
            case ToolResult.Failed(var message) -> note(screen, Ink.RED, message);
            case ToolResult.Denied(var reason) -> note(screen, Ink.YELLOW, reason);
            case ToolResult.OutcomeUnknown() -> {
                output.end();
                note(
                        screen,
                        Ink.YELLOW,
                        "how this ended is unknown: the process that ran it is gone. It is not run again.");
            }
        }
    }

    private static void edit(Screen screen, String diff) {
        if (diff.isEmpty()) {
            note(screen, Ink.DIM, "no line changed");
        } else {
            DiffView.edit(screen, diff);
        }
    }

    private static void answered(Screen screen, ToolUse use, String text, boolean cut) {
        if (use instanceof ToolUse.Finish) {
            new StreamedText(screen, Ink.PLAIN).settled(text);
            screen.freshLine();
        } else {
            var lines = Words.count(text.lines().count(), "line");
            note(screen, Ink.DIM, cut ? lines + ", and more that was left out" : lines);
        }
    }

    private static void note(Screen screen, Ink ink, String text) {
        screen.freshLine();
        for (var line : text.strip().split("\n", -1)) {
            screen.print(ink, OutputView.INDENT + line + "\n");
        }
    }
}
