package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

/**
 * Text in blocks with a blank line between them, and below it, on a terminal, one line that is drawn over and over.
 * Whatever is printed, no control character of it gets through. For one thread.
 */
public final class Screen {
    private final Output out;
    private final Terminal terminal;
    private boolean fresh = true;
    private boolean blank = true;
    private boolean status;

    public Screen(Output out, Terminal terminal) {
        this.out = requireNonNull(out, "out");
        this.terminal = requireNonNull(terminal, "terminal");
    }

    public Terminal terminal() {
        return terminal;
    }

    public Output out() {
        return out;
    }

    /** Goes on where the last text ended. */
    public void print(Ink ink, String text) {
        if (text.isEmpty()) {
            return;
        }
        var safe = EscapeFilter.clean(text);
        var painted = new StringBuilder();
        var from = 0;
        for (var end = safe.indexOf('\n'); end >= 0; end = safe.indexOf('\n', from)) {
            piece(painted, ink, safe.substring(from, end));
            painted.append('\n');
            blank = fresh;
            fresh = true;
            from = end + 1;
        }
        piece(painted, ink, safe.substring(from));
        eraseStatus();
        out.write(painted.toString());
    }

    /** One line, on a line of its own. */
    public void line(Ink ink, String text) {
        freshLine();
        print(ink, text + "\n");
    }

    /** Makes sure that what comes next begins a line. */
    public void freshLine() {
        if (!fresh) {
            print(Ink.PLAIN, "\n");
        }
    }

    /** Makes sure that a blank line lies before what comes next, unless it is the first. */
    public void gap() {
        freshLine();
        if (!blank) {
            print(Ink.PLAIN, "\n");
        }
    }

    /** Somebody ended the line with the Enter key. */
    public void typed() {
        fresh = true;
        blank = false;
    }

    /** Draws the moving line, where there can be one and no text is in the middle of its line. */
    public void status(String text) {
        if (terminal.live() && fresh) {
            var line = Words.line(text, terminal.width() - 1);
            out.write(erasing() + (terminal.coloured() ? Ink.DIM.paint(line) : line));
            status = true;
        }
    }

    /** Takes the moving line away. */
    public void eraseStatus() {
        if (status) {
            out.write(erasing());
            status = false;
        }
    }

    /** Whoever wants no colours may not know any sequence: blanks erase a line, too. */
    private String erasing() {
        return terminal.coloured() ? "\r\u001b[K" : "\r" + " ".repeat(terminal.width() - 1) + "\r";
    }

    private void piece(StringBuilder painted, Ink ink, String text) {
        if (!text.isEmpty()) {
            painted.append(terminal.coloured() ? ink.paint(text) : text);
            fresh = false;
            blank = false;
        }
    }
}
