package dev.lucid.port.session;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of chats, as far as they are open: a chat's session is open from its start until it is ended. Of each the
 * chat is known, its title as the task, when the chat began, and how many events it has. Methods that take a user show
 * that user's and no others, enforced by the store itself. Safe for many threads.
 */
public interface Sessions {
    /** The user's open session of that id. */
    Optional<Session> find(UserId user, SessionId session);

    /** The user's open sessions, the oldest chat first. */
    List<Session> list(UserId user);

    /** How many of the user's chats want a runner, or have one: an agent is at work there, or will be. */
    int atWork(UserId user);

    /** Whether this chat of the user's wants a runner, or has one; one that is gone does not. */
    boolean isAtWork(UserId user, ChatId chat);

    /** Whether there is such a session, open or prepared, whoever's it is. Tells nothing else across users. */
    boolean exists(SessionId session);

    /**
     * Ends the session of the user's chat: its next one will be {@code next}, which is not open yet. Does nothing where the
     * chat's session is another than {@code ended} by now, or the chat is gone or another user's.
     */
    void end(UserId user, ChatId chat, SessionId ended, SessionId next);

    /** Opens the session of the user's chat, if it is not open. Does nothing where the chat is gone or another user's. */
    void open(UserId user, ChatId chat);
}
