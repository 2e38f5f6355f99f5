package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.tool.ToolUse;

/** Prepares events for the log: in a form it can store, and as they will be read again. Safe for many threads. */
final class EventForms {
    /** In UTF-8. Writers keep an event to a quarter of that; beyond it something is wrong with the writer. */
    static final int MOST_BYTES = 1 << 20;

    private final EventCodec codec;

    EventForms(EventCodec codec) {
        this.codec = requireNonNull(codec, "codec");
    }

    /** Fails with {@link IllegalArgumentException} if the event is larger than one may be. */
    Appending.Item item(NewEvent<? extends ChatEvent> added) {
        var event = added.event();
        var row = codec.encode(event);
        var storable = codec.storable(row);
        if (storable.size() > MOST_BYTES / 3 && storable.bytes() > MOST_BYTES) {
            throw new IllegalArgumentException("Event " + added.id() + " is larger than " + MOST_BYTES
                    + " bytes: its writer has to keep head and tail of its text, and say that it is truncated");
        }
        boolean same = storable.equals(row) && !isChangedByJson(event);
        return new Appending.Item(added.id(), same ? event : codec.decode(storable), storable);
    }

    /** Whether the event is a change of the chat in the eyes of its owner: his own message, or a turn's end. */
    static boolean touches(ChatEvent event) {
        return event instanceof ChatRequest.UserMessaged || event instanceof ChatFact.TurnEnded;
    }

    /** A model's own arguments may hold any number, and JSON knows only one kind. */
    private static boolean isChangedByJson(ChatEvent event) {
        return event instanceof ChatFact.ToolCalled(var call) && call.use() instanceof ToolUse.Unusable;
    }
}
