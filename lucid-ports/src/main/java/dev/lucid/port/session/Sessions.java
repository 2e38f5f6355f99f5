package dev.lucid.port.session;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import java.util.List;
import java.util.Optional;

/** The sessions of chats. A chat's session is open from its start until it is ended. Safe for many threads. */
public interface Sessions {
    /** The user's chat whose open session this is. */
    Optional<ChatProfile> find(UserId user, SessionId session);

    /** The user's chats whose sessions are open, the oldest session first. */
    List<ChatProfile> list(UserId user);

    /** Whether there is such a session, open or prepared, whoever's it is. Tells nothing else across users. */
    boolean exists(SessionId session);

    /**
     * Ends the chat's session: the chat's next one will be {@code next}, which is not open yet. Does nothing where the
     * chat's session is another than {@code ended} by now.
     */
    void end(ChatId chat, SessionId ended, SessionId next);

    /** Opens the chat's next session, if none is open. */
    void open(ChatId chat);
}
