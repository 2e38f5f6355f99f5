package dev.lucid.port.workspace;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileTree;
import java.util.Optional;

/** Somebody looks into a chat's workspace. */
public interface BrowseWorkspace {
    /** The files, without what nobody wants to see; empty if the chat is not that user's or has no workspace. */
    Optional<FileTree> tree(UserId user, ChatId chat);
}
