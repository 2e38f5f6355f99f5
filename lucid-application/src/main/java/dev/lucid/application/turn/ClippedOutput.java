package dev.lucid.application.turn;

import dev.lucid.domain.turn.Clip;
import dev.lucid.port.workspace.CommandOutput;

/** Keeps the beginning of a command's output, never with half a character at its end. For one thread at a time. */
final class ClippedOutput implements CommandOutput {
    private final int max;
    private final StringBuilder kept = new StringBuilder();
    private boolean clipped;

    /** Keeps at most {@code max} UTF-16 units. */
    ClippedOutput(int max) {
        this.max = max;
    }

    @Override
    public void text(String piece) {
        if (clipped) {
            return;
        }
        kept.append(piece);
        if (kept.length() > max) {
            clipped = true;
            var head = Clip.head(kept.toString(), max);
            kept.setLength(head.length());
        }
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Whether there was more. */
    boolean clipped() {
        return clipped;
    }

    String text() {
        return kept.toString();
    }
}
