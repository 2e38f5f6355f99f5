package dev.lucid.application.chat;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import jakarta.inject.Inject;
import java.util.Optional;

/** Puts what a person wants of a turn into the chat's log. Whoever runs the chat obeys it. */
public final class TurnControlling implements ControlTurn {
    private final Chats chats;
    private final EventLog log;
    private final Allowance allowance;
    private final Ids ids;

    @Inject
    public TurnControlling(Chats chats, EventLog log, Allowance allowance, Ids ids) {
        this.chats = chats;
        this.log = log;
        this.allowance = allowance;
        this.ids = ids;
    }

    @Override
    public Outcome control(Command command) {
        if (chats.find(command.user(), command.chat()).isEmpty()) {
            return new Outcome.NoSuchChat();
        }

        return allowance.inTurn(command.user(), () -> admitted(command));
    }

    private Outcome admitted(Command command) {
        return tooMany(command)
                .map(why -> repeated(command)
                        .<Outcome>map(Outcome.Requested::new)
                        .orElseGet(() -> new Outcome.TooMany(why, Allowance.PAUSE)))
                .orElseGet(() -> submit(command));
    }

    /** What is there already puts nothing to work. */
    private Optional<StoredEvent> repeated(Command command) {
        return command.key()
                .flatMap(key -> Repeats.find(
                        log, command.user(), command.chat(), command.chat().eventOfKey(key)));
    }

    /** Whatever is asked of a chat wakes it. A stop always gets through. */
    private Optional<String> tooMany(Command command) {
        return command.request() instanceof ChatRequest.StopRequested
                ? Optional.empty()
                : allowance.againstWaking(command.user(), command.chat());
    }

    private Outcome submit(Command command) {
        var id = command.key().map(command.chat()::eventOfKey).orElseGet(ids::event);

        return switch (log.submit(command.user(), command.chat(), new NewEvent<>(id, command.request()))) {
            case Appended.Stored(var events, var _) -> new Outcome.Requested(events.getFirst());
            case Appended.NoSuchChat _, Appended.FencedOut _, Appended.Overtaken _ -> new Outcome.NoSuchChat();
            case Appended.TooMuchUnread _ -> throw new IllegalStateException("Only a message can be too much");
        };
    }
}
