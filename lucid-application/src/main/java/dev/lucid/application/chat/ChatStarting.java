package dev.lucid.application.chat;

import dev.lucid.application.chat.ModelChoosing.Choice;
import dev.lucid.application.turn.Ids;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.ChatRequest.UserMessaged;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.Title;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.model.LanguageModels;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens a chat with its task as the first message. Whoever runs chats then finds it. */
public final class ChatStarting implements StartChat {
    private final Chats chats;
    private final ModelChoosing choosing;
    private final Allowance allowance;
    private final FreshSessions fresh;
    private final Ids ids;
    private final InstantSource clock;

    @Inject
    public ChatStarting(
            Chats chats,
            LanguageModels models,
            Allowance allowance,
            FreshSessions fresh,
            Ids ids,
            InstantSource clock) {
        this.chats = chats;
        this.choosing = new ModelChoosing(models);
        this.allowance = allowance;
        this.fresh = fresh;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Outcome start(Command command) {
        return start(command, () -> fresh(command));
    }

    /** Whoever repeats a request gets the chat that is there, with its own session. */
    private SessionId fresh(Command command) {
        return isRepeated(command) ? fresh.byChance() : fresh.next(command.user());
    }

    /** Starts it with that session, unless its key has started it with another one before. */
    public Outcome start(Command command, SessionId session) {
        return start(command, () -> session);
    }

    private Outcome start(Command command, Supplier<SessionId> session) {
        return switch (chosen(command)) {
            case Choice.Chosen(var model) -> allowance.inTurn(command.user(), () -> start(command, session, model));
            case Choice.Refused(var message) -> new Outcome.Refused(message);
        };
    }

    private Outcome start(Command command, Supplier<SessionId> session, ModelRef model) {
        var tooMany = allowance.againstStarting(command.user());

        return tooMany.isPresent() && !isRepeated(command)
                ? new Outcome.TooMany(tooMany.get(), Allowance.PAUSE)
                : open(command, session.get(), model);
    }

    /** Why that can't be prepared, and what to do; empty if it can. A blank task is refused at its start only. */
    public Optional<String> problem(Command command) {
        var choice = command.task().isBlank() ? chosenModel(command) : chosen(command);

        return choice instanceof Choice.Refused(var message) ? Optional.of(message) : Optional.empty();
    }

    private Choice chosen(Command command) {
        return Words.problem(command.task()).<Choice>map(Choice.Refused::new).orElseGet(() -> chosenModel(command));
    }

    private Choice chosenModel(Command command) {
        return credential(command).<Choice>map(Choice.Refused::new).orElseGet(() -> choosing.choose(command));
    }

    private boolean isRepeated(Command command) {
        return command.key()
                .flatMap(key -> chats.find(command.user(), ChatId.ofKey(command.user(), key)))
                .isPresent();
    }

    /** It would be stored and shown with the chat: the answer must not repeat it either. */
    private static Optional<String> credential(Command command) {
        return command.repository()
                .filter(RepositoryRef::holdsCredential)
                .map(_ -> "The repository's address holds a user name or a password, which would be kept with the chat."
                        + " Leave them out.");
    }

    private Outcome open(Command command, SessionId session, ModelRef model) {
        var id = command.key().map(key -> ChatId.ofKey(command.user(), key)).orElseGet(() -> new ChatId(ids.uuid()));
        var first = command.key().map(id::eventOfKey).orElseGet(() -> new EventId(ids.uuid()));
        var created = chats.create(
                profile(command, id, session, model),
                new NewEvent<>(first, new UserMessaged(command.task(), Delivery.STEER, true)),
                command.secrets());
        var known = chats.find(command.user(), id);

        return known.<Outcome>map(profile -> new Outcome.Started(profile, created.first(), created.repeated()))
                .orElseGet(
                        () -> new Outcome.Refused("The chat was deleted as soon as it was made. Start another one."));
    }

    private ChatProfile profile(Command command, ChatId id, SessionId session, ModelRef model) {
        var now = clock.instant();

        return new ChatProfile(
                id,
                command.user(),
                session,
                Title.of(command.task()),
                model,
                command.repository(),
                command.pullRequest(),
                command.project(),
                command.label(),
                true,
                now,
                now);
    }
}
