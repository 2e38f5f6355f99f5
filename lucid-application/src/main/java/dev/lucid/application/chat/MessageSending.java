package dev.lucid.application.chat;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.chat.ChatRequest.UserMessaged;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.session.Sessions;
import jakarta.inject.Inject;

/** Puts a message into a chat's log. Whoever runs the chat then finds it. Opens the chat's session where none is open. */
public final class MessageSending implements SendMessage {
    private final Chats chats;
    private final Sessions sessions;
    private final Allowance allowance;
    private final EventLog log;
    private final Ids ids;

    @Inject
    public MessageSending(Chats chats, Sessions sessions, Allowance allowance, EventLog log, Ids ids) {
        this.chats = chats;
        this.sessions = sessions;
        this.allowance = allowance;
        this.log = log;
        this.ids = ids;
    }

    @Override
    public Outcome send(Command command) {
        var problem = Words.problem(command.text());
        if (problem.isPresent()) {
            return new Outcome.Refused(problem.get());
        }
        if (chats.find(command.user(), command.chat()).isEmpty()) {
            return new Outcome.NoSuchChat();
        }
        var tooMany = allowance.againstWaking(command.user(), command.chat());

        return tooMany.<Outcome>map(why -> new Outcome.TooMany(why, Allowance.PAUSE))
                .orElseGet(() -> submit(command));
    }

    private Outcome submit(Command command) {
        sessions.open(command.chat());
        var id = command.key().map(command.chat()::eventOfKey).orElseGet(ids::event);
        var message = new UserMessaged(command.text(), command.delivery(), false);

        return switch (log.submit(command.chat(), new NewEvent<>(id, message))) {
            case Appended.Stored(var events, var repeated) -> new Outcome.Sent(events.getFirst(), repeated);
            case Appended.NoSuchChat _, Appended.FencedOut _ -> new Outcome.NoSuchChat();
        };
    }
}
