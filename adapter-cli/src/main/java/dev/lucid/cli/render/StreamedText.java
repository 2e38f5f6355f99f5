package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

/**
 * One thought or text on the screen: streamed in pieces, then confirmed whole, and never shown twice. Blank lines at its
 * ends are left out. For one thread.
 */
final class StreamedText {
    private final Screen screen;
    private final Ink ink;
    private final StringBuilder given = new StringBuilder();
    private EscapeFilter filter = new EscapeFilter();
    private boolean begun;
    private int heldBreaks;

    StreamedText(Screen screen, Ink ink) {
        this.screen = requireNonNull(screen, "screen");
        this.ink = requireNonNull(ink, "ink");
    }

    /** A piece, with what was said of it before ending at {@code at}. */
    void piece(long at, String text) {
        if (at == given.length()) {
            more(text);
        } else if (at < given.length()) {
            settled(given.substring(0, (int) at) + text);
        }
        // A piece after a gap is left to the whole text, which is sure to come.
    }

    /** The text up to here, as it is for sure: what is on the screen already is not shown again. */
    void settled(String text) {
        if (text.contentEquals(given) || given.toString().startsWith(text)) {
            return;
        }
        if (!text.startsWith(given.toString())) {
            startAgain();
        }
        more(text.substring(given.length()));
    }

    private void startAgain() {
        given.setLength(0);
        filter = new EscapeFilter();
        begun = false;
        heldBreaks = 0;
    }

    private void more(String text) {
        given.append(text);
        var safe = filter.pass(text);
        if (!begun) {
            safe = safe.stripLeading();
            if (safe.isEmpty()) {
                return;
            }
            screen.gap();
            begun = true;
        }
        var end = safe.length();
        while (end > 0 && safe.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0) {
            screen.print(ink, "\n".repeat(heldBreaks) + safe.substring(0, end));
            heldBreaks = 0;
        }
        heldBreaks += safe.length() - end;
    }
}
