package dev.lucid.application;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.Users;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.session.Session;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What stands in for parts of the store that a program does without: it keeps nothing, and says so. */
final class Unkept {
    private Unkept() {}

    /** Everybody may come, and nobody is remembered. */
    static Users users() {
        return _ -> true;
    }

    static Tickets tickets() {
        return new Tickets() {
            @Override
            public void keep(Secret ticket, UserId user, Duration life) {
                throw missing("tickets");
            }

            @Override
            public Optional<UserId> take(Secret ticket) {
                return Optional.empty();
            }
        };
    }

    static ChatEdits edits() {
        return new ChatEdits() {
            @Override
            public boolean rename(UserId user, ChatId chat, String title) {
                throw missing("edits");
            }

            @Override
            public boolean delete(UserId user, ChatId chat) {
                throw missing("edits");
            }
        };
    }

    /** Chats have the session that they began with, and nobody can look at it or end it. */
    static Sessions sessions() {
        return new Sessions() {
            @Override
            public Optional<Session> find(UserId user, SessionId session) {
                return Optional.empty();
            }

            @Override
            public List<Session> list(UserId user) {
                return List.of();
            }

            @Override
            public int atWork(UserId user) {
                return 0;
            }

            @Override
            public boolean isAtWork(UserId user, ChatId chat) {
                return false;
            }

            @Override
            public boolean exists(SessionId session) {
                return false;
            }

            @Override
            public void end(UserId user, ChatId chat, SessionId ended, SessionId next) {}

            @Override
            public void open(UserId user, ChatId chat) {}
        };
    }

    static SessionDrafts drafts() {
        return new SessionDrafts() {
            @Override
            public void keep(SessionDraft draft) {
                throw missing("sessions");
            }

            @Override
            public Optional<SessionDraft> find(UserId user, SessionId session) {
                return Optional.empty();
            }

            @Override
            public List<SessionDraft> list(UserId user) {
                return List.of();
            }

            @Override
            public boolean remove(UserId user, SessionId session) {
                return false;
            }
        };
    }

    private static PortFailure missing(String what) {
        return new PortFailure.Permanent("This Lucid was built without " + what + ": give its builder some.");
    }
}
