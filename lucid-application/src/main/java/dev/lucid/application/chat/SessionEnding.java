package dev.lucid.application.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.log.LogListener;
import dev.lucid.port.session.SessionRecord;
import dev.lucid.port.session.Sessions;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks for the end of a chat's session: in the log, which whoever runs the chat obeys, and in the store, so that the
 * session is gone for its user at once. Safe for many threads.
 */
public final class SessionEnding {
    private static final int LOOKS = 25;
    private static final int LOOKS_FOR_A_RUNNER = 5;
    private static final int BETWEEN_LOOKS_MS = 200;
    private static final int PAGE = 500;

    private final EventLog log;
    private final Leases leases;
    private final Sessions sessions;

    public SessionEnding(EventLog log, Leases leases, Sessions sessions) {
        this.log = requireNonNull(log, "log");
        this.leases = requireNonNull(leases, "leases");
        this.sessions = requireNonNull(sessions, "sessions");
    }

    /** Asks for it, once and for all. False if there is no such chat any more. */
    public boolean ask(UserId owner, ChatId chat, SessionId session) {
        return submitted(owner, chat, session) instanceof Appended.Stored;
    }

    /** Asks for it, unless anything has happened in the chat since that record was made. Says whether it was asked for. */
    public boolean askFor(SessionRecord idle) {
        var appended = log.submitAfter(idle.latest(), idle.owner(), idle.chat(), request(idle.chat(), idle.session()));
        if (appended instanceof Appended.Stored) {
            sessions.end(idle.owner(), idle.chat(), idle.session(), idle.chat().sessionAfter(idle.session()));
        }

        return appended instanceof Appended.Stored;
    }

    /**
     * Asks for it, waits for 5 s at most, or for 1 s where nobody runs the chat, and says whether nothing is left of the
     * session.
     */
    public boolean askAndWait(UserId owner, ChatId chat, SessionId session) {
        var rung = new Semaphore(0);
        try (var _ = log.listen(new Bell(chat, rung))) {
            if (!(submitted(owner, chat, session) instanceof Appended.Stored(var requests, var _))) {
                return false;
            }
            var from = requests.getFirst().seq();
            for (var look = 0; look < LOOKS; look++) {
                if (hasEnded(chat, session, from)) {
                    return true;
                }
                if (look >= LOOKS_FOR_A_RUNNER && leases.holder(chat).isEmpty()) {
                    return false;
                }
                await(rung);
            }

            return hasEnded(chat, session, from);
        }
    }

    private Appended submitted(UserId owner, ChatId chat, SessionId session) {
        var appended = log.submit(owner, chat, request(chat, session));
        sessions.end(owner, chat, session, chat.sessionAfter(session));

        return appended;
    }

    private static NewEvent<ChatRequest> request(ChatId chat, SessionId session) {
        return new NewEvent<>(chat.endOf(session), new ChatRequest.SessionEndRequested(session));
    }

    private boolean hasEnded(ChatId chat, SessionId session, long from) {
        var seen = from;
        List<StoredEvent> page;
        do {
            page = log.read(chat, seen, PAGE);
            if (page.stream().anyMatch(stored -> stored.event().equals(new ChatFact.SessionEnded(session)))) {
                return true;
            }
            seen += page.size();
        } while (!page.isEmpty());

        return false;
    }

    private static void await(Semaphore rung) {
        try {
            var _ = rung.tryAcquire(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("waiting for the end of a session", e);
        }
    }

    /** Rings when a session of the chat has ended in this process; what ends in others is found at the next look. */
    private record Bell(ChatId chat, Semaphore rung) implements LogListener {
        @Override
        public void committed(ChatId of, List<StoredEvent> events) {
            if (of.equals(chat)
                    && events.stream().anyMatch(stored -> stored.event() instanceof ChatFact.SessionEnded)) {
                rung.release();
            }
        }

        @Override
        public void advanced(ChatId of, long seq) {}

        @Override
        public void unsure() {}
    }
}
