package dev.lucid.port.chat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;

/** Somebody renames or deletes a chat of theirs. */
public interface ManageChats {
    /** Gives the chat that title, whose length is limited by {@link dev.lucid.domain.chat.Title}. */
    Renamed rename(UserId user, ChatId chat, String title);

    /**
     * Deletes the chat for good: its turn is stopped, its sandbox, workspace, keys and events go. Says whether the user had
     * such a chat. What lies on disk may go a little later.
     */
    boolean delete(UserId user, ChatId chat);

    /** Closed for ever. */
    sealed interface Renamed {
        /** With the title as it is now kept. */
        record Done(String title) implements Renamed {}

        /** This user has no such chat. */
        record NoSuchChat() implements Renamed {}

        /** The title can't be kept; the message says why. */
        record Refused(String message) implements Renamed {}
    }
}
