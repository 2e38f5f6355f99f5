package dev.lucid.cli.render;

import dev.lucid.domain.change.UnifiedDiff;
import dev.lucid.domain.tool.ToolUse;

/** Says what a tool call does, before it does it. */
final class CallHeader {
    private static final int LONGEST = 200;

    private CallHeader() {}

    /** Shows the call. What it would write is shown with its result, or before it where a person is to approve it. */
    static void show(Screen screen, ToolUse use) {
        if (use instanceof ToolUse.RunCommand command) {
            command(screen, command);
        } else {
            screen.freshLine();
            screen.print(Ink.CYAN, "› ");
            screen.print(Ink.PLAIN, phrase(use) + "\n");
        }
    }

    private static void command(Screen screen, ToolUse.RunCommand command) {
        screen.freshLine();
        screen.print(Ink.CYAN, "$ ");
        var lines = EscapeFilter.spelledOut(command.script()).strip().split("\n", -1);
        for (var i = 0; i < lines.length; i++) {
            var marked = i + 1 == lines.length && command.background() ? lines[i] + "  (in the background)" : lines[i];
            screen.print(Ink.BOLD, (i == 0 ? "" : OutputView.INDENT) + marked + "\n");
        }
    }

    /** The call in one line. */
    static String phrase(ToolUse use) {
        var phrase = switch (use) {
            case ToolUse.RunCommand command -> "run " + command.script();
            case ToolUse.ReadFile read ->
                read.from() == 1
                        ? "read " + read.path().relative()
                        : "read " + read.path().relative() + " from line " + read.from();
            case ToolUse.WriteFile write -> "write " + write.path().relative();
            case ToolUse.EditFile edit -> "edit " + edit.path().relative();
            case ToolUse.ListFiles list -> "list " + list.folder().relative();
            case ToolUse.Search search ->
                "search “" + search.pattern() + "” in " + search.folder().relative();
            case ToolUse.FetchPage fetch -> "fetch " + fetch.address();
            case ToolUse.Finish _ -> "finish";
            case ToolUse.Unusable unusable -> unusable.tool();
        };

        return Words.line(phrase, LONGEST);
    }

    /** Shows all that a person needs to see before allowing the call. */
    static void forApproval(Screen screen, ToolUse use) {
        show(screen, use);
        switch (use) {
            case ToolUse.WriteFile(var path, var content) ->
                DiffView.edit(screen, UnifiedDiff.of(path.relative(), "", EscapeFilter.spelledOut(content)));
            case ToolUse.EditFile(var path, var before, var after, var _) ->
                DiffView.edit(
                        screen,
                        UnifiedDiff.of(
                                path.relative(), EscapeFilter.spelledOut(before), EscapeFilter.spelledOut(after)));
            case ToolUse.RunCommand _,
                    ToolUse.ReadFile _,
                    ToolUse.ListFiles _,
                    ToolUse.Search _,
                    ToolUse.FetchPage _,
                    ToolUse.Finish _,
                    ToolUse.Unusable _ -> {}
        }
    }
}
