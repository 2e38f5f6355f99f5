package dev.lucid.application.workspace;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.ManageSessions.Lookup;
import dev.lucid.port.session.Session;
import dev.lucid.port.workspace.BrowseSession;
import dev.lucid.port.workspace.BrowseWorkspace;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Workspaces;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Function;

/** Shows people the files of their workspaces, by chat or by session, and nobody else's. */
public final class WorkspaceBrowsing implements BrowseWorkspace, BrowseSession {
    private static final int DEPTH = 20;
    private static final int MAX_ENTRIES = 5000;

    private final Chats chats;
    private final ManageSessions sessions;
    private final Workspaces workspaces;

    @Inject
    public WorkspaceBrowsing(Chats chats, ManageSessions sessions, Workspaces workspaces) {
        this.chats = requireNonNull(chats, "chats");
        this.sessions = requireNonNull(sessions, "sessions");
        this.workspaces = requireNonNull(workspaces, "workspaces");
    }

    @Override
    public Optional<FileTree> tree(UserId user, ChatId chat) {
        return chats.find(user, chat).flatMap(profile -> tree(new SandboxSpec(profile.owner(), profile.session())));
    }

    @Override
    public Answer<FileTree> tree(UserId user, SessionId session) {
        return answer(
                user,
                session,
                spec -> tree(spec).<Answer<FileTree>>map(Answer.Found::new).orElseGet(Answer.NoSuchSession::new));
    }

    @Override
    public Answer<FileContent> read(UserId user, SessionId session, WorkspacePath file) {
        return answer(
                user,
                session,
                spec -> workspaces
                        .read(spec, file, MAX_BYTES)
                        .<Answer<FileContent>>map(Answer.Found::new)
                        .orElseGet(
                                () -> hasWorkspace(spec) ? new Answer.NoSuchFile<>() : new Answer.NoSuchSession<>()));
    }

    private <T> Answer<T> answer(UserId user, SessionId session, Function<SandboxSpec, Answer<T>> look) {
        return switch (sessions.find(user, session)) {
            // Of one that was prepared and not started there is nothing to see, so nothing is looked for.
            case Lookup.Found(Session found)
            when found.chat().isPresent() -> look.apply(new SandboxSpec(found.user(), found.id()));
            case Lookup.Found _, Lookup.NoSuchSession _ -> new Answer.NoSuchSession<>();
            case Lookup.SomebodyElses _ -> new Answer.SomebodyElses<>();
        };
    }

    private Optional<FileTree> tree(SandboxSpec spec) {
        return workspaces.list(spec, WorkspacePath.ROOT, DEPTH, MAX_ENTRIES).map(FileTree::of);
    }

    private boolean hasWorkspace(SandboxSpec spec) {
        return workspaces.list(spec, WorkspacePath.ROOT, 1, 1).isPresent();
    }
}
