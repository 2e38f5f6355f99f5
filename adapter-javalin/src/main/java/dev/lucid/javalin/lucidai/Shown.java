package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.StoredEvent;

/** A stored event, and how many code points of its texts are shown. */
record Shown(StoredEvent event, int maxText, int maxThought) {
    private static final int MAX_TEXT = 2000;
    private static final int MAX_THOUGHT = 1000;

    /** As frames show it. */
    static Shown cut(StoredEvent event) {
        return new Shown(event, MAX_TEXT, MAX_THOUGHT);
    }

    /** As the log has it. */
    static Shown whole(StoredEvent event) {
        return new Shown(event, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
