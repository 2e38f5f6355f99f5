package dev.lucid.application.session;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.chat.Allowance;
import dev.lucid.application.chat.ChatStarting;
import dev.lucid.application.chat.FreshSessions;
import dev.lucid.application.chat.SessionEnding;
import dev.lucid.domain.chat.Title;
import dev.lucid.domain.identity.NameBasedId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.Session;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.Sessions;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prepares, starts, shows and ends the sessions of one user, and nobody else's. */
public final class SessionManaging implements ManageSessions {
    private final Sessions sessions;
    private final SessionDrafts drafts;
    private final ChatStarting starting;
    private final ReadChats chats;
    private final SessionEnding ending;
    private final Allowance allowance;
    private final FreshSessions fresh;
    private final InstantSource clock;

    @Inject
    public SessionManaging(
            Sessions sessions,
            SessionDrafts drafts,
            ChatStarting starting,
            ReadChats chats,
            SessionEnding ending,
            Allowance allowance,
            FreshSessions fresh,
            InstantSource clock) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.drafts = requireNonNull(drafts, "drafts");
        this.starting = requireNonNull(starting, "starting");
        this.chats = requireNonNull(chats, "chats");
        this.ending = requireNonNull(ending, "ending");
        this.allowance = requireNonNull(allowance, "allowance");
        this.fresh = requireNonNull(fresh, "fresh");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Preparation prepare(StartChat.Command command) {
        var problem = starting.problem(command);
        if (problem.isPresent()) {
            return new Preparation.Refused(problem.get());
        }
        var id = command.key()
                .map(key -> new SessionId(NameBasedId.of(command.user().value(), "session:" + key)));
        var known = id.flatMap(session -> own(command.user(), session));

        return known.<Preparation>map(Preparation.Prepared::new)
                .orElseGet(() -> allowance.inTurn(command.user(), () -> draft(id, command)));
    }

    private Preparation draft(Optional<SessionId> id, StartChat.Command command) {
        var tooMany = allowance.againstPreparing(command.user());
        if (tooMany.isPresent()) {
            return new Preparation.TooMany(tooMany.get(), Allowance.PAUSE);
        }
        var session = id.orElseGet(() -> fresh.next(command.user()));
        var draft = new SessionDraft(session, command, clock.instant());
        drafts.keep(draft);

        return new Preparation.Prepared(shown(draft));
    }

    @Override
    public Start start(UserId user, SessionId session) {
        return drafts.find(user, session).map(this::start).orElseGet(() -> started(user, session));
    }

    /** Whoever starts it, and how often: its id is the key. The draft goes once the chat is there. */
    private Start start(SessionDraft draft) {
        var outcome = starting.start(draft.start().withKey("session:" + draft.id()), draft.id());
        if (outcome instanceof StartChat.Outcome.Started) {
            drafts.remove(draft.start().user(), draft.id());
        }

        return new Start.Tried(outcome);
    }

    /** What was started before and is still open: the same start. */
    private Start started(UserId user, SessionId session) {
        return sessions.find(user, session)
                .flatMap(Session::chat)
                .flatMap(chat -> chats.find(user, chat))
                .flatMap(profile -> chats.events(user, profile.id(), 0, 1).stream()
                        .findFirst()
                        .<Start>map(first -> new Start.Tried(new StartChat.Outcome.Started(profile, first, true))))
                .orElseGet(Start.NoSuchSession::new);
    }

    @Override
    public List<Session> list(UserId user) {
        return Stream.concat(
                        sessions.list(user).stream(), drafts.list(user).stream().map(SessionManaging::shown))
                .sorted(Comparator.comparing(Session::createdAt))
                .toList();
    }

    @Override
    public Lookup find(UserId user, SessionId session) {
        return own(user, session).<Lookup>map(Lookup.Found::new).orElseGet(() -> unfound(session));
    }

    @Override
    public Lookup end(UserId user, SessionId session) {
        return own(user, session)
                .filter(this::ended)
                .<Lookup>map(Lookup.Found::new)
                .orElseGet(() -> unfound(session));
    }

    private boolean ended(Session session) {
        return session.chat()
                .map(chat -> ending.ask(session.user(), chat, session.id()))
                .orElseGet(() -> drafts.remove(session.user(), session.id()));
    }

    private Optional<Session> own(UserId user, SessionId session) {
        return sessions.find(user, session).or(() -> drafts.find(user, session).map(SessionManaging::shown));
    }

    private Lookup unfound(SessionId session) {
        return sessions.exists(session) ? new Lookup.SomebodyElses() : new Lookup.NoSuchSession();
    }

    private static Session shown(SessionDraft draft) {
        var start = draft.start();

        return new Session(draft.id(), start.user(), Optional.empty(), Title.of(start.task()), draft.createdAt(), 0);
    }
}
