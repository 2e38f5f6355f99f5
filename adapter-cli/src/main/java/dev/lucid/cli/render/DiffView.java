package dev.lucid.cli.render;

/** Shows diffs in colour, and what they amount to. */
public final class DiffView {
    static final int MOST_LINES = 60;
    private static final int MOST_FILES = 20;

    private DiffView() {}

    /** One file's change, without the lines that name the file, at most {@value #MOST_LINES} lines. */
    static void edit(Screen screen, String diff) {
        var lines = Diff.of(diff).lines().stream()
                .filter(line -> line.kind() != Diff.Kind.HEADER)
                .toList();
        lines.stream().limit(MOST_LINES).forEach(line -> line(screen, OutputView.INDENT, line));
        if (lines.size() > MOST_LINES) {
            var missing = lines.size() - MOST_LINES;
            screen.line(Ink.DIM, OutputView.INDENT + "… " + Words.count(missing, "more line"));
        }
    }

    /** A whole diff. */
    public static void whole(Screen screen, String diff) {
        Diff.of(diff).lines().forEach(line -> line(screen, "", line));
    }

    /** How much each file changes. */
    static void stat(Screen screen, Diff diff) {
        diff.changes().stream().limit(MOST_FILES).forEach(change -> {
            screen.freshLine();
            screen.print(Ink.PLAIN, OutputView.INDENT + Words.line(change.path(), 200));
            screen.print(Ink.GREEN, " +" + change.added());
            screen.print(Ink.RED, " -" + change.removed() + "\n");
        });
        if (diff.changes().size() > MOST_FILES) {
            var missing = diff.changes().size() - MOST_FILES;
            screen.line(Ink.DIM, OutputView.INDENT + "… " + Words.count(missing, "more file"));
        }
    }

    private static void line(Screen screen, String indent, Diff.Line line) {
        var ink = switch (line.kind()) {
            case HEADER -> Ink.BOLD;
            case PLACE -> Ink.CYAN;
            case ADDED -> Ink.GREEN;
            case REMOVED -> Ink.RED;
            case SAME -> Ink.DIM;
        };
        screen.freshLine();
        screen.print(Ink.PLAIN, indent);
        screen.print(ink, line.text() + "\n");
    }
}
