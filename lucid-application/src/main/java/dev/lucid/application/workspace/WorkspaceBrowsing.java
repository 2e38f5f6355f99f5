package dev.lucid.application.workspace;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.workspace.BrowseWorkspace;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Workspaces;
import jakarta.inject.Inject;
import java.util.Optional;

/** Shows people the files of their chats' workspaces, and nobody else's. */
public final class WorkspaceBrowsing implements BrowseWorkspace {
    private static final int DEPTH = 20;
    private static final int MAX_ENTRIES = 5000;

    private final Chats chats;
    private final Workspaces workspaces;

    @Inject
    public WorkspaceBrowsing(Chats chats, Workspaces workspaces) {
        this.chats = chats;
        this.workspaces = workspaces;
    }

    @Override
    public Optional<FileTree> tree(UserId user, ChatId chat) {
        return chats.find(user, chat)
                .map(profile -> new SandboxSpec(profile.owner(), profile.session()))
                .flatMap(spec -> workspaces.list(spec, WorkspacePath.ROOT, DEPTH, MAX_ENTRIES))
                .map(FileTree::of);
    }
}
