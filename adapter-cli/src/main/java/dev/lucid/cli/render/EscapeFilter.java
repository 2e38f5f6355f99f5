package dev.lucid.cli.render;

/**
 * Takes everything out of a stream of text that a terminal would obey instead of show: what a repository prints must not
 * reach into the terminal of whoever watches. Only line breaks and tabs stay; a lone carriage return becomes a line break,
 * and the marks that make text run the other way go too. Remembers where a sequence was cut, so one filter serves one
 * stream. For one thread.
 */
final class EscapeFilter {
    private enum State {
        TEXT,
        /** After ESC. */
        ESCAPE,
        /** In a control sequence, until its final letter. */
        SEQUENCE,
        /** In a title, a link or another text for the terminal alone, until its terminator or the end of the line. */
        STRING,
        STRING_ESCAPE
    }

    private State state = State.TEXT;
    private boolean returned;

    /** One whole text, made harmless. */
    static String clean(String text) {
        return isHarmless(text) ? text : new EscapeFilter().pass(text);
    }

    /**
     * A text that is looked at to decide on it, such as a command: whatever a terminal would obey, or hide, is spelled out, as
     * it is still part of what will be done.
     */
    static String spelledOut(String text) {
        if (isHarmless(text)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (isHarmless(c)) {
                out.append(c);
            } else {
                out.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            }
        }

        return out.toString();
    }

    /** What may be shown of the next piece. */
    String pass(String piece) {
        if (state == State.TEXT && !returned && isHarmless(piece)) {
            return piece;
        }
        var out = new StringBuilder(piece.length());
        for (var i = 0; i < piece.length(); i++) {
            take(piece.charAt(i), out);
        }

        return out.toString();
    }

    private void take(char c, StringBuilder out) {
        switch (state) {
            case TEXT -> text(c, out);
            case ESCAPE -> escape(c, out);
            case SEQUENCE -> {
                if (c >= 0x40 && c <= 0x7e) {
                    state = State.TEXT;
                } else if (c < 0x20 || c > 0x3f) {
                    again(State.TEXT, c, out);
                }
            }
            case STRING -> string(c, out);
            case STRING_ESCAPE -> {
                if (c == '\\') {
                    state = State.TEXT;
                } else {
                    again(State.ESCAPE, c, out);
                }
            }
        }
    }

    private void text(char c, StringBuilder out) {
        if (c == '\r') {
            returned = true;
            return;
        }
        if (returned && c != '\n') {
            out.append('\n');
        }
        returned = false;
        switch (c) {
            case 0x1b -> state = State.ESCAPE;
            case 0x9b -> state = State.SEQUENCE;
            case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> state = State.STRING;
            default -> {
                if (isHarmless(c)) {
                    out.append(c);
                }
            }
        }
    }

    private void escape(char c, StringBuilder out) {
        switch (c) {
            case '[' -> state = State.SEQUENCE;
            case ']', 'P', 'X', '^', '_' -> state = State.STRING;
            default -> {
                if (c < 0x20 || c > 0x7e) {
                    again(State.TEXT, c, out);
                } else if (c > 0x2f) {
                    state = State.TEXT;
                }
            }
        }
    }

    private void string(char c, StringBuilder out) {
        switch (c) {
            case 0x07, 0x9c -> state = State.TEXT;
            case 0x1b -> state = State.STRING_ESCAPE;
            case '\n', '\r' -> again(State.TEXT, c, out);
            default -> {}
        }
    }

    private void again(State next, char c, StringBuilder out) {
        state = next;
        take(c, out);
    }

    private static boolean isHarmless(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!isHarmless(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHarmless(char c) {
        if (c < 0x20) {
            return c == '\n' || c == '\t';
        }

        return !(c >= 0x7f && c <= 0x9f) && !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
    }
}
