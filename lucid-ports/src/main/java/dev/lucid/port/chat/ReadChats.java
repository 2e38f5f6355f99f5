package dev.lucid.port.chat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Somebody looks at their chats. */
public interface ReadChats {
    /** The user's chats, latest change first. */
    List<ChatProfile> list(UserId user, int limit, int offset);

    /** One of the user's chats. */
    Optional<ChatProfile> find(UserId user, ChatId chat);

    /** At most {@code limit} events after {@code after} of one of the user's chats, in order; empty if it is not theirs. */
    List<StoredEvent> events(UserId user, ChatId chat, long after, int limit);

    /** The process that runs one of the user's chats now; empty if none does, or if it is not theirs. */
    Optional<UUID> runner(UserId user, ChatId chat);
}
