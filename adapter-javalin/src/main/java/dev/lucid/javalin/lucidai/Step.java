package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

/** Something to tell a watcher besides the events' own frames. */
sealed interface Step {
    /** This, as it is. */
    record Frame(String text) implements Step {
        public Frame {
            requireNonNull(text, "text");
        }
    }

    /** The files as they are now, where there is a workspace. */
    record Tree() implements Step {}
}
