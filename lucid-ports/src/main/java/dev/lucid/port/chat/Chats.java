package dev.lucid.port.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What chats there are, and what is known of each besides its events. Methods that take a user show that user's chats
 * and no others, enforced by the store itself. Safe for many threads.
 */
public interface Chats {
    /**
     * Makes the chat, its first message and its secrets: all or nothing. A chat that exists already stays as it is, its
     * secrets too.
     */
    Created create(ChatProfile profile, NewEvent<ChatRequest> first, ChatSecrets secrets);

    /** A chat of that user. */
    Optional<ChatProfile> find(UserId user, ChatId chat);

    /** The user's chats, latest change first. */
    List<ChatProfile> list(UserId user, int limit, int offset);

    /** A chat whoever it belongs to: for runners, which find here for whom they act. */
    Optional<ChatProfile> load(ChatId chat);

    /**
     * What was given for that chat of the user's alone: for runners, which act for its owner. Nothing for a chat that is gone
     * or another user's.
     */
    Given secrets(UserId owner, ChatId chat);

    /** The user's chat counts as active: somebody attends it. One that is gone or another user's is left alone. */
    void activate(UserId owner, ChatId chat);

    /** The user's chat counts as inactive, unless it wants a runner. Says whether it is at rest now, gone or another user's. */
    boolean deactivate(UserId owner, ChatId chat);

    /**
     * What was given for a chat alone.
     *
     * @param lost whether more was given, which can't be read any more: the key that it lies under is not here
     */
    record Given(ChatSecrets secrets, boolean lost) {
        public Given {
            requireNonNull(secrets, "secrets");
        }
    }

    /** The chat's first message, as stored, and whether it was there before. */
    record Created(StoredEvent first, boolean repeated) {}
}
