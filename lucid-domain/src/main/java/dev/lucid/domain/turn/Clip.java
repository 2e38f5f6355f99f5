package dev.lucid.domain.turn;

/** Cuts the middle out of a long text: how it began and how it ended say most. */
public final class Clip {
    private Clip() {}

    /** The text itself where it has at most {@code max} UTF-16 units, else its head and its tail with a note between. */
    public static String headAndTail(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        var head = before(text, max / 2);
        var tail = from(text, text.length() - max / 2);

        return text.substring(0, head) + "\n[… " + (tail - head) + " characters left out …]\n" + text.substring(tail);
    }

    /** The text's first {@code max} UTF-16 units at most, never with half a character at the end. */
    public static String head(String text, int max) {
        return text.length() <= max ? text : text.substring(0, before(text, max));
    }

    private static int before(String text, int at) {
        return at > 0 && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }

    private static int from(String text, int at) {
        return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }
}
