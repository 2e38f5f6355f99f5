package dev.lucid.domain.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A unified diff of two texts, as {@code diff -u} writes it, with three lines around each change. The changes are found
 * with Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986) between the lines that both
 * ends have in common; where more than {@value #MAX_EDITS} lines differ, the whole middle counts as replaced.
 */
public final class UnifiedDiff {
    static final int MAX_EDITS = 1000;
    private static final int AROUND = 3;

    private enum Kind {
        SAME(' '),
        REMOVED('-'),
        ADDED('+');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    private record Line(Kind kind, String text) {}

    private UnifiedDiff() {}

    /** The diff from {@code before} to {@code after} of the file at that path; empty where nothing differs. */
    public static String of(String path, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        var script = script(lines(before), lines(after));
        var from = before.isEmpty() ? "/dev/null" : "a/" + path;
        var to = after.isEmpty() ? "/dev/null" : "b/" + path;

        return "--- " + from + "\n+++ " + to + "\n" + hunks(script);
    }

    /** The lines with their ends, so that a missing one at the very end is seen. */
    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        for (var at = 0; at < text.length(); ) {
            var end = text.indexOf('\n', at);
            var next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(at, next));
            at = next;
        }

        return lines;
    }

    private static List<Line> script(List<String> before, List<String> after) {
        var head = 0;
        while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
            head++;
        }
        var tail = 0;
        while (tail < before.size() - head
                && tail < after.size() - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        var script = new ArrayList<Line>();
        add(script, Kind.SAME, before.subList(0, head));
        script.addAll(middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
        add(script, Kind.SAME, before.subList(before.size() - tail, before.size()));

        return script;
    }

    /** Myers' search: {@code reached[k]} is how far diagonal k came; each round's copy tells the way back. */
    private static List<Line> middle(List<String> before, List<String> after) {
        var bound = Math.min(before.size() + after.size(), MAX_EDITS);
        var reached = new int[2 * bound + 3];
        var rounds = new ArrayList<int[]>();
        for (var edits = 0; edits <= bound; edits++) {
            rounds.add(Arrays.copyOfRange(reached, bound + 1 - edits - 1, bound + 1 + edits + 2));
            for (var k = -edits; k <= edits; k += 2) {
                var down = k == -edits || (k != edits && reached[bound + k] < reached[bound + k + 2]);
                var x = down ? reached[bound + k + 2] : reached[bound + k] + 1;
                while (x < before.size()
                        && x - k < after.size()
                        && before.get(x).equals(after.get(x - k))) {
                    x++;
                }
                reached[bound + 1 + k] = x;
                if (x >= before.size() && x - k >= after.size()) {
                    return wayBack(before, after, rounds);
                }
            }
        }
        var replaced = new ArrayList<Line>();
        add(replaced, Kind.REMOVED, before);
        add(replaced, Kind.ADDED, after);

        return replaced;
    }

    private static List<Line> wayBack(List<String> before, List<String> after, List<int[]> rounds) {
        var script = new ArrayList<Line>();
        var x = before.size();
        var y = after.size();
        for (var edits = rounds.size() - 1; edits >= 0; edits--) {
            var reached = rounds.get(edits); // diagonal k stands at 1 + edits + k
            var k = x - y;
            var down = k == -edits || (k != edits && reached[edits + k] < reached[edits + k + 2]);
            var fromX = down ? reached[edits + k + 2] : reached[edits + k];
            var fromY = fromX - (down ? k + 1 : k - 1);
            while (x > fromX && y > fromY) {
                script.add(new Line(Kind.SAME, before.get(--x)));
                y--;
            }
            if (edits > 0) {
                script.add(down ? new Line(Kind.ADDED, after.get(--y)) : new Line(Kind.REMOVED, before.get(--x)));
            }
        }

        return script.reversed();
    }

    private static String hunks(List<Line> script) {
        var text = new StringBuilder();
        var oldLine = 1;
        var newLine = 1;
        for (var at = 0; at < script.size(); ) {
            var start = nextChange(script, at);
            if (start == script.size()) {
                break;
            }
            var from = Math.max(at, start - AROUND);
            oldLine += from - at;
            newLine += from - at;
            var to = endOfHunk(script, start);
            var hunk = script.subList(from, to);
            var olds = (int)
                    hunk.stream().filter(line -> line.kind() != Kind.ADDED).count();
            var news = (int)
                    hunk.stream().filter(line -> line.kind() != Kind.REMOVED).count();
            text.append("@@ -")
                    .append(range(oldLine, olds))
                    .append(" +")
                    .append(range(newLine, news))
                    .append(" @@\n");
            hunk.forEach(line -> write(text, line));
            oldLine += olds;
            newLine += news;
            at = to;
        }

        return text.toString();
    }

    private static int nextChange(List<Line> script, int from) {
        var at = from;
        while (at < script.size() && script.get(at).kind() == Kind.SAME) {
            at++;
        }

        return at;
    }

    /** A hunk goes on while less than twice the lines around lie between two changes. */
    private static int endOfHunk(List<Line> script, int change) {
        var end = change;
        for (var at = change; at < script.size() && at - end <= 2 * AROUND; at++) {
            if (script.get(at).kind() != Kind.SAME) {
                end = at + 1;
            }
        }

        return Math.min(script.size(), end + AROUND);
    }

    private static String range(int line, int count) {
        return (count == 0 ? line - 1 : line) + (count == 1 ? "" : "," + count);
    }

    private static void write(StringBuilder text, Line line) {
        text.append(line.kind().sign).append(line.text());
        if (!line.text().endsWith("\n")) {
            text.append("\n\\ No newline at end of file\n");
        }
    }

    private static void add(List<Line> script, Kind kind, List<String> lines) {
        lines.forEach(line -> script.add(new Line(kind, line)));
    }
}
