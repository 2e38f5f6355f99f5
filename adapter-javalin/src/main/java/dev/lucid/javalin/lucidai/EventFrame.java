package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

/**
 * A stored event as this wire puts it, the same for all who watch.
 *
 * @param refreshesTree whether the event may have changed files, so that a file tree should follow
 */
record EventFrame(String text, boolean refreshesTree) {
    EventFrame {
        requireNonNull(text, "text");
    }
}
