package dev.lucid.cli.render;

import dev.lucid.domain.model.Cost;
import java.time.Duration;
import java.util.Locale;

/** Numbers and texts as people read them. */
public final class Words {
    private static final double MICROS = 1_000_000.0;

    private Words() {}

    /** One line of at most that many columns, whatever the text holds. */
    public static String line(String text, int width) {
        var flat = EscapeFilter.clean(text).strip().replaceAll("\\s+", " ");
        var columns = 0;
        for (var i = 0; i < flat.length(); i += Character.charCount(flat.codePointAt(i))) {
            columns += columns(flat.codePointAt(i));
            if (columns > width) {
                return cut(flat, width - 1) + "…";
            }
        }

        return flat;
    }

    private static String cut(String text, int width) {
        var columns = 0;
        var end = 0;
        while (end < text.length() && columns + columns(text.codePointAt(end)) <= width) {
            columns += columns(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }

        return text.substring(0, end).stripTrailing();
    }

    /** How wide a character is, near enough: what lies in the wide scripts and the pictures takes two columns. */
    private static int columns(int codePoint) {
        var wide = codePoint >= 0x1100
                && (codePoint <= 0x115f
                        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
                        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                        || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                        || (codePoint >= 0xff00 && codePoint <= 0xff60)
                        || codePoint >= 0x1f300);

        return wide ? 2 : 1;
    }

    /** {@code 0.4 s}, {@code 42 s}, {@code 3 min 12 s}, {@code 1 h 5 min}. */
    public static String duration(Duration time) {
        var seconds = Math.max(0, time.toSeconds());
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }

        return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    /** {@code 1 file}, {@code 1,234 files}. */
    public static String count(long number, String thing) {
        return number(number) + " " + thing + (number == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code $0}, {@code $0.0042}, {@code $1.25}. */
    static String money(Cost cost) {
        return switch (cost) {
            case Cost.Known(var micros) when micros == 0 -> "$0";
            case Cost.Known(var micros) when micros < 10_000 -> String.format(Locale.ROOT, "$%.4f", micros / MICROS);
            case Cost.Known(var micros) -> String.format(Locale.ROOT, "$%.2f", micros / MICROS);
            case Cost.Unknown() -> "cost unknown";
        };
    }
}
