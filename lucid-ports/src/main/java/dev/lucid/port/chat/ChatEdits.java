package dev.lucid.port.chat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;

/** What users change about their chats, enforced by the store itself to be theirs. Safe for many threads. */
public interface ChatEdits {
    /** Whether the user has such a chat; it is named so now, and counts as changed. */
    boolean rename(UserId user, ChatId chat, String title);

    /**
     * Whether the user had such a chat; it is gone with its events and secrets, and whoever holds its lease has lost it.
     */
    boolean delete(UserId user, ChatId chat);
}
