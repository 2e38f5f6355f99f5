package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.EventWeight;
import dev.lucid.port.chat.Sight;

/** What a sight weighs in memory, roughly: its text's UTF-16 units, and a little for the rest. */
final class Weight {
    /** So much may wait for one watcher. */
    static final long QUEUE = 2_000_000;

    private Weight() {}

    static long of(Sight sight) {
        return switch (sight) {
            case FeedEvent event -> event.weight();
            case Sight.Event event -> of(event.event().event());
            case Sight.Delta delta -> EventWeight.BARE + delta.text().length();
            case Sight.CaughtUp _ -> 0;
        };
    }

    static long of(ChatEvent event) {
        return EventWeight.of(event);
    }
}
