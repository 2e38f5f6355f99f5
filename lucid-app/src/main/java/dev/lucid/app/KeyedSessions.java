package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sessions of which none is prepared that could not be started, as its model has no key. */
final class KeyedSessions implements ManageSessions {
    private final ManageSessions sessions;
    private final Function<StartChat.Command, Optional<String>> refusal;

    KeyedSessions(ManageSessions sessions, Function<StartChat.Command, Optional<String>> refusal) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.refusal = requireNonNull(refusal, "refusal");
    }

    @Override
    public Preparation prepare(StartChat.Command command) {
        return refusal.apply(command)
                .<Preparation>map(Preparation.Refused::new)
                .orElseGet(() -> sessions.prepare(command));
    }

    @Override
    public Start start(UserId user, SessionId session) {
        return sessions.start(user, session);
    }

    @Override
    public List<Session> list(UserId user) {
        return sessions.list(user);
    }

    @Override
    public Lookup find(UserId user, SessionId session) {
        return sessions.find(user, session);
    }

    @Override
    public Lookup end(UserId user, SessionId session) {
        return sessions.end(user, session);
    }
}
