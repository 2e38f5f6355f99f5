package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;

/**
 * A command's output on the screen: its first lines as they come, then how many more there were, and the last ones.
 * Indented, bounded in lines and in their length. For one thread.
 */
final class OutputView {
    static final int FIRST_LINES = 30;
    static final int LAST_LINES = 5;
    static final int LONGEST_LINE = 1000;
    static final String INDENT = "  ";

    private final Screen screen;
    private final EscapeFilter filter = new EscapeFilter();
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private long given;
    private long lines;
    private long held;
    private int shownOfLine;

    OutputView(Screen screen) {
        this.screen = requireNonNull(screen, "screen");
    }

    /** A piece of output, with that many UTF-16 units before it. What was shown is not shown again. */
    void piece(long at, String text) {
        var known = (int) Math.min(text.length(), Math.max(0, given - at));
        given = Math.max(given, at + text.length());
        take(text.substring(known));
    }

    /** The whole output as it is kept; {@code cut} if its middle is missing, so that it can't be compared. */
    void whole(String text, boolean cut) {
        if (given == 0 || !cut) {
            piece(0, text);
        }
    }

    /** How many lines are not shown so far. */
    long hidden() {
        return held;
    }

    /** Shows what is left to show. */
    void end() {
        if (!line.isEmpty()) {
            endLine();
        }
        var missing = held - last.size();
        if (missing > 0) {
            screen.line(Ink.DIM, INDENT + "… " + Words.count(missing, "more line"));
        }
        last.forEach(text -> screen.line(Ink.DIM, INDENT + text));
        last.clear();
        screen.freshLine();
    }

    private void take(String text) {
        var safe = filter.pass(text);
        var from = 0;
        for (var end = safe.indexOf('\n'); end >= 0; end = safe.indexOf('\n', from)) {
            append(safe.substring(from, end));
            endLine();
            from = end + 1;
        }
        append(safe.substring(from));
    }

    private void append(String part) {
        var room = LONGEST_LINE - line.length();
        if (part.length() <= room) {
            line.append(part);
        } else if (room > 0) {
            line.append(part, 0, room - 1).append('…');
        }
        if (lines < FIRST_LINES && !line.isEmpty()) {
            if (shownOfLine == 0) {
                screen.freshLine();
                screen.print(Ink.DIM, INDENT);
            }
            screen.print(Ink.DIM, line.substring(shownOfLine));
            shownOfLine = line.length();
        }
    }

    private void endLine() {
        if (lines < FIRST_LINES) {
            screen.print(Ink.PLAIN, "\n");
        } else {
            held++;
            last.addLast(line.toString());
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
        }
        lines++;
        line.setLength(0);
        shownOfLine = 0;
    }
}
