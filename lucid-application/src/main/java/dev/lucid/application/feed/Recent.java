package dev.lucid.application.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A chat's newest events, encoded as they were last shown, for watchers that are a little behind: so many, and no heavier
 * than that. Without a gap. Guarded by its channel's lock.
 */
final class Recent {
    private static final int EVENTS = 256;

    private final Deque<FeedEvent> events = new ArrayDeque<>();
    private long weight;

    void add(FeedEvent event) {
        if (!events.isEmpty() && event.seq() != events.getLast().seq() + 1) {
            clear();
        }
        events.add(event);
        weight += event.weight();
        while (events.size() > EVENTS || weight > Weight.QUEUE) {
            weight -= events.remove().weight();
        }
    }

    long weight() {
        return weight;
    }

    void clear() {
        events.clear();
        weight = 0;
    }

    /** The events after {@code seq}, a page at most; empty where they reach back less far, or where none is newer. */
    Optional<List<FeedEvent>> after(long seq) {
        if (events.isEmpty()
                || events.getFirst().seq() > seq + 1
                || events.getLast().seq() <= seq) {
            return Optional.empty();
        }
        var page = new ArrayList<FeedEvent>();
        for (var event : events) {
            if (event.seq() > seq && page.size() < LogReading.PAGE) {
                page.add(event);
            }
        }

        return Optional.of(page);
    }
}
