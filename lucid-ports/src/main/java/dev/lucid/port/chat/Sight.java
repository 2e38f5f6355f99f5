package dev.lucid.port.chat;

import dev.lucid.domain.chat.StoredEvent;
import java.util.UUID;
import java.util.function.Function;

/** Something that a watcher of a chat sees. Shared by all its watchers. Grows in minor versions. */
public sealed interface Sight {
    /** A stored event. */
    non-sealed interface Event extends Sight {
        StoredEvent event();

        /**
         * The event as {@code wire} puts it, made by {@code encoder} at most a few times for all watchers together: the
         * same wire must always come with an encoder that says the same.
         */
        <T> T encoded(Class<T> wire, Function<StoredEvent, T> encoder);
    }

    /**
     * Some more of something that is being made: a thought or text, whose event will carry {@code id}, or the output of
     * the call {@code id}, or how far a step has come that will be the event {@code id}. {@code at} counts the UTF-16
     * units before it; at 0 it replaces what was shown of that id.
     */
    record Delta(Kind kind, UUID id, long at, String text) implements Sight {}

    /** What a delta is part of. Closed for ever. */
    enum Kind {
        TEXT,
        THOUGHT,
        OUTPUT,
        /** A line on how far something has come, for a person who waits. */
        PROGRESS
    }

    /** All that was stored when the watch began has been shown. Comes once in a watch. */
    record CaughtUp() implements Sight {}
}
