package dev.lucid.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * One line of the table: what was measured, what is to be reached, and the limit that was measured beside it. The limit
 * and the ratio may be empty texts, where there is none.
 */
record Figure(String what, String target, String limit, String measured, String ratio) {
    Figure {
        requireNonNull(what, "what");
        requireNonNull(target, "target");
        requireNonNull(limit, "limit");
        requireNonNull(measured, "measured");
        requireNonNull(ratio, "ratio");
    }

    /** What a second brings, as a share of what the limit brings. */
    static Figure share(String what, String target, double limit, double measured) {
        return new Figure(what, target, count(limit), count(measured), text("%.0f %%", 100 * measured / limit));
    }

    /** How long something takes, as a multiple of what the limit takes. */
    static Figure times(String what, String target, double limitMillis, double measuredMillis) {
        return new Figure(
                what,
                target,
                millis(limitMillis),
                millis(measuredMillis),
                text("%.2f ×", measuredMillis / limitMillis));
    }

    /** A figure that stands for itself. */
    static Figure alone(String what, String target, String measured) {
        return new Figure(what, target, "", measured, "");
    }

    static String millis(double millis) {
        return text(millis < 100 ? "%.2f ms" : "%,.0f ms", millis);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is a library's, and this package's own formats are few
    static String text(String format, Object... parts) {
        return String.format(Locale.ROOT, format, parts);
    }

    private static String count(double perSecond) {
        return text("%,.0f/s", perSecond);
    }

    /** As a row of a table in Markdown. */
    String row() {
        return "| " + String.join(" | ", what, target, limit, measured, ratio) + " |";
    }
}
