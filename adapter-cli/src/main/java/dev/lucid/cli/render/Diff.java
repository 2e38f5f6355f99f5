package dev.lucid.cli.render;

import java.util.ArrayList;
import java.util.List;

/** A unified diff, read for showing: its lines by what they are, and how much each file changes. */
public record Diff(List<Line> lines, List<Change> changes) {
    /** A line without its line break. */
    record Line(Kind kind, String text) {}

    enum Kind {
        /** Which file it is. */
        HEADER,
        /** Where in the file it is. */
        PLACE,
        ADDED,
        REMOVED,
        SAME
    }

    /** What a diff does to a file. */
    record Change(String path, int added, int removed) {}

    public Diff {
        lines = List.copyOf(lines);
        changes = List.copyOf(changes);
    }

    /** Reads a diff of one file or many. Never fails: what is no diff reads as unchanged lines. */
    public static Diff of(String text) {
        var reader = new Reader();
        text.lines().forEach(reader::take);
        reader.endFile();

        return new Diff(reader.lines, reader.changes);
    }

    int added() {
        return changes.stream().mapToInt(Change::added).sum();
    }

    int removed() {
        return changes.stream().mapToInt(Change::removed).sum();
    }

    /** Knows a header from a changed line that looks like one by where it stands. */
    private static final class Reader {
        private final List<Line> lines = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private String path = "";
        private int added;
        private int removed;
        private long oldLeft;
        private long newLeft;

        void take(String text) {
            if (oldLeft > 0 || newLeft > 0) {
                body(text);
            } else if (text.startsWith("@@ ")) {
                place(text);
            } else if (text.startsWith("diff ")) {
                endFile();
                path = text.substring(text.lastIndexOf(" b/") + 3);
                header(text);
            } else if (text.startsWith("--- ")) {
                if (added + removed > 0) {
                    endFile();
                }
                named(text);
            } else if (text.startsWith("+++ ")) {
                named(text);
            } else {
                lines.add(new Line(Kind.SAME, text));
            }
        }

        private void body(String text) {
            var sign = text.isEmpty() ? ' ' : text.charAt(0);
            switch (sign) {
                case '+' -> {
                    lines.add(new Line(Kind.ADDED, text));
                    added++;
                    newLeft--;
                }
                case '-' -> {
                    lines.add(new Line(Kind.REMOVED, text));
                    removed++;
                    oldLeft--;
                }
                case '\\' -> lines.add(new Line(Kind.SAME, text));
                default -> {
                    lines.add(new Line(Kind.SAME, text));
                    oldLeft--;
                    newLeft--;
                }
            }
        }

        private void place(String text) {
            lines.add(new Line(Kind.PLACE, text));
            var parts = text.split(" ", 4);
            oldLeft = parts.length > 2 ? length(parts[1]) : 0;
            newLeft = parts.length > 2 ? length(parts[2]) : 0;
        }

        private void named(String text) {
            var name = text.substring(4).split("\t", 2)[0];
            if (!name.equals("/dev/null")) {
                path = name.replaceFirst("^[ab]/", "");
            }
            header(text);
        }

        private void header(String text) {
            lines.add(new Line(Kind.HEADER, text));
        }

        void endFile() {
            if (!path.isEmpty()) {
                changes.add(new Change(path, added, removed));
            }
            path = "";
            added = 0;
            removed = 0;
            oldLeft = 0;
            newLeft = 0;
        }

        /** The number of lines in {@code -12,3} or {@code +7}. */
        private static long length(String range) {
            var comma = range.indexOf(',');
            try {
                return comma < 0 ? 1 : Long.parseLong(range.substring(comma + 1));
            } catch (NumberFormatException _) {
                return 0;
            }
        }
    }
}
