package dev.lucid.application.chat;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.chat.ChatRequest.UserMessaged;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.session.Sessions;
import jakarta.inject.Inject;
import java.util.Optional;

/** Puts a message into a chat's log. Whoever runs the chat then finds it. Opens the chat's session where none is open. */
public final class MessageSending implements SendMessage {
    private final Chats chats;
    private final Sessions sessions;
    private final Allowance allowance;
    private final EventLog log;
    private final ModelChoosing choosing;
    private final Ids ids;

    @Inject
    public MessageSending(
            Chats chats, Sessions sessions, Allowance allowance, EventLog log, LanguageModels models, Ids ids) {
        this.chats = chats;
        this.sessions = sessions;
        this.allowance = allowance;
        this.log = log;
        this.choosing = new ModelChoosing(models);
        this.ids = ids;
    }

    @Override
    public Outcome send(Command command) {
        var problem = Words.problem(command.text());
        if (problem.isPresent()) {
            return new Outcome.Refused(problem.get());
        }
        var chat = chats.find(command.user(), command.chat());

        return chat.isEmpty()
                ? new Outcome.NoSuchChat()
                : switch (choosing.choose(command.model(), chat.get().model().provider())) {
                    case ModelChoosing.Choice.Refused(var why) -> new Outcome.Refused(why);
                    case ModelChoosing.Choice.Chosen(var model) ->
                        allowance.inTurn(
                                command.user(),
                                () -> admitted(command, command.model().map(_ -> model)));
                };
    }

    private Outcome admitted(Command command, Optional<ModelRef> model) {
        var tooMany = allowance.againstWaking(command.user(), command.chat());

        return tooMany.map(why -> repeated(command)
                        .<Outcome>map(known -> new Outcome.Sent(known, true))
                        .orElseGet(() -> new Outcome.TooMany(why, Allowance.PAUSE)))
                .orElseGet(() -> submit(command, model));
    }

    /** What is there already puts nothing to work. */
    private Optional<StoredEvent> repeated(Command command) {
        return command.key()
                .flatMap(key -> Repeats.find(
                        log, command.user(), command.chat(), command.chat().eventOfKey(key)));
    }

    private Outcome submit(Command command, Optional<ModelRef> model) {
        sessions.open(command.user(), command.chat());
        var id = command.key().map(command.chat()::eventOfKey).orElseGet(ids::event);
        var message = new UserMessaged(command.text(), command.delivery(), false, model);

        return switch (log.submit(command.user(), command.chat(), new NewEvent<>(id, message))) {
            case Appended.Stored(var events, var repeated) -> new Outcome.Sent(events.getFirst(), repeated);
            case Appended.TooMuchUnread(var waiting) ->
                new Outcome.TooMany(
                        (waiting >> 10)
                                + " KB of messages wait in this chat that the agent has not read. Wait until it has.",
                        Allowance.PAUSE);
            case Appended.NoSuchChat _, Appended.FencedOut _, Appended.Overtaken _ -> new Outcome.NoSuchChat();
        };
    }
}
