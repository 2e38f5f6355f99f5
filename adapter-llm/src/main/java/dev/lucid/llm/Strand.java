package dev.lucid.llm;

import java.util.function.Consumer;

/**
 * One of the two texts of a reply, gathered and passed on piece by piece. It may come in several blocks, which are kept
 * apart by an empty line. A character that is split between two pieces is passed on once it is whole. For one thread.
 */
final class Strand {
    private final StringBuilder all = new StringBuilder();
    private final Consumer<String> listener;
    private String held = "";
    private boolean breaks;
    private int start;

    Strand(Consumer<String> listener) {
        this.listener = listener;
    }

    /** A new block begins here. */
    void begin() {
        breaks = !all.isEmpty();
        start = all.length();
    }

    void add(String piece) {
        var ready = held + piece;
        held = "";
        if (!ready.isEmpty() && Character.isHighSurrogate(ready.charAt(ready.length() - 1))) {
            held = ready.substring(ready.length() - 1);
            ready = ready.substring(0, ready.length() - 1);
        }
        if (ready.isEmpty()) {
            return;
        }
        var gap = breaks ? "\n\n" : "";
        breaks = false;
        all.append(gap);
        if (!gap.isEmpty()) {
            start = all.length();
        }
        all.append(ready);
        listener.accept(gap + ready);
    }

    /** No more will come. */
    void end() {
        if (!held.isEmpty()) {
            held = "";
            add("\ufffd");
        }
    }

    /** Where the block that is under way begins. */
    int start() {
        return start;
    }

    /** How long it is by now. */
    int length() {
        return all.length();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
