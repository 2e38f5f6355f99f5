package dev.lucid.port.session;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.StartChat;
import java.time.Duration;
import java.util.List;

/** Somebody prepares, starts, looks at and ends sessions of theirs. */
public interface ManageSessions {
    /** Keeps what is to be started, until somebody starts it or half an hour has passed. */
    Preparation prepare(StartChat.Command command);

    /** Starts what was prepared. Starting it again is the same start, and gives the same chat, as long as it is open. */
    Start start(UserId user, SessionId session);

    /** The user's sessions, prepared ones too, the oldest first. */
    List<Session> list(UserId user);

    Lookup find(UserId user, SessionId session);

    /**
     * Ends the session: its turn is stopped, its sandbox and workspace go; the chat stays, and its next message opens a new
     * session. Gives the session as it was. What lies on disk may go a little later.
     */
    Lookup end(UserId user, SessionId session);

    /** Closed for ever. */
    sealed interface Preparation {
        record Prepared(Session session) implements Preparation {}

        /** It can't be started; the message says why and what to do. */
        record Refused(String message) implements Preparation {}

        /** So much of this user's is prepared or at work already; the same may be asked again after a while. */
        record TooMany(String message, Duration retryAfter) implements Preparation {}
    }

    /** Closed for ever. */
    sealed interface Start {
        /** As if the chat had been started at once. Its session is the prepared one. */
        record Tried(StartChat.Outcome outcome) implements Start {}

        /** This user has prepared no such session, or it is too old, or was ended. */
        record NoSuchSession() implements Start {}
    }

    /** Closed for ever. */
    sealed interface Lookup {
        record Found(Session session) implements Lookup {}

        record NoSuchSession() implements Lookup {}

        /** There is one, and it is another user's. */
        record SomebodyElses() implements Lookup {}
    }
}
