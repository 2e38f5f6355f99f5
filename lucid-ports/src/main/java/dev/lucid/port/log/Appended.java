package dev.lucid.port.log;

import dev.lucid.domain.chat.StoredEvent;
import java.util.List;

/** What became of an append. Closed for ever. */
public sealed interface Appended {
    /** The events are durable; {@code repeated} if they already were, and then with the numbers they had got before. */
    record Stored(List<StoredEvent> events, boolean repeated) implements Appended {
        public Stored {
            events = List.copyOf(events);
        }
    }

    /** Another runner holds the chat by now: nothing was stored. */
    record FencedOut() implements Appended {}

    /**
     * So much waits in the chat already that nobody has read: nothing was stored, and the same may be submitted later. Only a
     * message is answered so.
     *
     * @param waiting how many bytes of messages wait, without the refused one
     */
    record TooMuchUnread(long waiting) implements Appended {}

    /** More has happened in the chat than whoever asked had seen: nothing was stored. Only {@link EventLog#submitAfter} says so. */
    record Overtaken() implements Appended {}

    /** There is no such chat (any more): nothing was stored. */
    record NoSuchChat() implements Appended {}
}
