package dev.lucid.testkit;

import dev.lucid.port.model.ModelListener;

/** Remembers what it hears. Safe for many threads. */
public class Heard implements ModelListener {
    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder text = new StringBuilder();

    @Override
    public void thought(String piece) {
        synchronized (thought) {
            thought.append(piece);
        }
    }

    @Override
    public void text(String piece) {
        synchronized (text) {
            text.append(piece);
        }
    }

    /** All that was thought until now. */
    public final String thought() {
        synchronized (thought) {
            return thought.toString();
        }
    }

    /** All that was said until now. */
    public final String text() {
        synchronized (text) {
            return text.toString();
        }
    }
}
