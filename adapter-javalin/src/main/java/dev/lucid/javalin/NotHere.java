package dev.lucid.javalin;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.ManageChats;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.Session;
import dev.lucid.port.workspace.BrowseSession;
import dev.lucid.port.workspace.FileContent;
import java.util.List;
import java.util.Optional;

/** Verbs of a program that does without them: nothing is there, and nothing can be made. */
final class NotHere {
    private static final String WHY = "This server does not offer that.";

    static final ManageChats CHATS = new Chats();
    static final ManageSessions SESSIONS = new Sessions();
    static final BrowseSession FILES = new Files();
    static final ConnectHosts HOSTS = new Hosts();

    private NotHere() {}

    private record Chats() implements ManageChats {
        @Override
        public Renamed rename(UserId user, ChatId chat, String title) {
            return new Renamed.Refused(WHY);
        }

        @Override
        public boolean delete(UserId user, ChatId chat) {
            return false;
        }
    }

    private record Sessions() implements ManageSessions {
        @Override
        public Preparation prepare(StartChat.Command command) {
            return new Preparation.Refused(WHY);
        }

        @Override
        public Start start(UserId user, SessionId session) {
            return new Start.NoSuchSession();
        }

        @Override
        public List<Session> list(UserId user) {
            return List.of();
        }

        @Override
        public Lookup find(UserId user, SessionId session) {
            return new Lookup.NoSuchSession();
        }

        @Override
        public Lookup end(UserId user, SessionId session) {
            return new Lookup.NoSuchSession();
        }
    }

    private record Files() implements BrowseSession {
        @Override
        public BrowseSession.Answer<FileTree> tree(UserId user, SessionId session) {
            return new BrowseSession.Answer.NoSuchSession<>();
        }

        @Override
        public BrowseSession.Answer<FileContent> read(UserId user, SessionId session, WorkspacePath file) {
            return new BrowseSession.Answer.NoSuchSession<>();
        }
    }

    private record Hosts() implements ConnectHosts {
        @Override
        public ConnectHosts.Answer<Integration> connect(Command command) {
            return new ConnectHosts.Answer.Failed<>(
                    new HostAnswer.Failed<>(HostAnswer.Reason.UNAVAILABLE, WHY, Optional.empty()));
        }

        @Override
        public List<Integration> list(UserId user) {
            return List.of();
        }

        @Override
        public boolean disconnect(UserId user, GitProvider provider) {
            return false;
        }

        @Override
        public ConnectHosts.Answer<List<HostedRepository>> repositories(UserId user, GitProvider provider) {
            return new ConnectHosts.Answer.NotConnected<>();
        }

        @Override
        public ConnectHosts.Answer<List<String>> branches(UserId user, GitProvider provider, String repository) {
            return new ConnectHosts.Answer.NotConnected<>();
        }

        @Override
        public ConnectHosts.Answer<PullRequest> open(Opening opening) {
            return new ConnectHosts.Answer.NotConnected<>();
        }
    }
}
