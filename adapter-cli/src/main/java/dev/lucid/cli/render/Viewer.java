package dev.lucid.cli.render;

import dev.lucid.port.chat.Sight;

/** Shows a chat in one form or another. For one thread. */
public interface Viewer {
    /** Shows the next thing. */
    void show(Sight sight);

    /** A moment went by, in which nothing happened. */
    void tick();

    /** Leaves everything tidy for whatever is written next. */
    void rest();
}
