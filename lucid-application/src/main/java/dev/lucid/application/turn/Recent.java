package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.EventWeight;
import dev.lucid.domain.chat.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The events of a chat that its next prompt may be made of. What a summary stands for is let go of, and so is everything when
 * there is more than can be held without need. For one thread.
 */
final class Recent {
    /** So much is held without need, in UTF-16 units: about what a large window of a model holds. */
    static final long PLENTY = 4_000_000;

    private final List<StoredEvent> events = new ArrayList<>();
    private long weight;
    private boolean whole = true;

    /** Whether nothing was let go of that a prompt needs. */
    boolean isWhole() {
        return whole;
    }

    /** In order. */
    List<StoredEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /** Nothing is held, and all is to be kept again from the first event on. */
    void beginAnew() {
        clear();
        whole = true;
    }

    /** The next event. */
    void keep(StoredEvent stored) {
        if (!whole) {
            return;
        }
        events.add(stored);
        weight += EventWeight.of(stored.event());
        if (stored.event() instanceof ChatFact.ContextCondensed condensed) {
            letGo(condensed.upTo());
        }
    }

    /** Lets go of everything where it is more than is good to hold. */
    void shed() {
        if (weight > PLENTY) {
            clear();
            whole = false;
        }
    }

    /** A summary stands for what was said up to there, but for messages that no turn had begun to read by then. */
    private void letGo(long upTo) {
        var begun = events.stream()
                .filter(stored -> stored.seq() <= upTo && stored.event() instanceof ChatFact.TurnStarted)
                .mapToLong(StoredEvent::seq)
                .max()
                .orElse(0);
        events.removeIf(stored -> stored.seq() < upTo && !mayWait(stored, begun) && isText(stored));
        weight = events.stream()
                .mapToLong(stored -> EventWeight.of(stored.event()))
                .sum();
    }

    private static boolean mayWait(StoredEvent stored, long begun) {
        return stored.event() instanceof ChatRequest && stored.seq() > begun;
    }

    /** Turns' beginnings and ends say what is at work; the event at which the summary takes over must be met as well. */
    private static boolean isText(StoredEvent stored) {
        return EventWeight.of(stored.event()) > EventWeight.BARE;
    }

    private void clear() {
        events.clear();
        weight = 0;
    }
}
