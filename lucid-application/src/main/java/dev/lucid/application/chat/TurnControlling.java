package dev.lucid.application.chat;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import jakarta.inject.Inject;

/** Puts what a person wants of a turn into the chat's log. Whoever runs the chat obeys it. */
public final class TurnControlling implements ControlTurn {
    private final Chats chats;
    private final EventLog log;
    private final Ids ids;

    @Inject
    public TurnControlling(Chats chats, EventLog log, Ids ids) {
        this.chats = chats;
        this.log = log;
        this.ids = ids;
    }

    @Override
    public Outcome control(Command command) {
        if (chats.find(command.user(), command.chat()).isEmpty()) {
            return new Outcome.NoSuchChat();
        }
        var id = command.key().map(command.chat()::eventOfKey).orElseGet(ids::event);

        return switch (log.submit(command.chat(), new NewEvent<>(id, command.request()))) {
            case Appended.Stored(var events, var _) -> new Outcome.Requested(events.getFirst());
            case Appended.NoSuchChat _, Appended.FencedOut _ -> new Outcome.NoSuchChat();
        };
    }
}
