package dev.lucid.memory;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.Session;
import dev.lucid.port.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sessions of an {@link InMemoryStore}'s chats. Safe for many threads. */
public final class InMemorySessions implements Sessions {
    private final MemoryChats shared;

    InMemorySessions(MemoryChats shared) {
        this.shared = shared;
    }

    @Override
    public Optional<Session> find(UserId user, SessionId session) {
        return list(user).stream().filter(open -> open.id().equals(session)).findFirst();
    }

    @Override
    public List<Session> list(UserId user) {
        synchronized (shared) {
            return all().filter(MemoryChat::isOpen)
                    .map(MemoryChat::session)
                    .filter(session -> session.user().equals(user))
                    .toList();
        }
    }

    @Override
    public int atWork(UserId user) {
        synchronized (shared) {
            return (int) all().filter(MemoryChat::wantsRunner)
                    .filter(chat -> chat.profile().owner().equals(user))
                    .count();
        }
    }

    @Override
    public boolean isAtWork(UserId user, ChatId chat) {
        synchronized (shared) {
            return owned(user, chat).filter(MemoryChat::wantsRunner).isPresent();
        }
    }

    @Override
    public boolean exists(SessionId session) {
        synchronized (shared) {
            return shared.drafts.containsKey(session)
                    || all().filter(MemoryChat::isOpen)
                            .anyMatch(chat -> chat.profile().session().equals(session));
        }
    }

    @Override
    public void end(UserId user, ChatId chat, SessionId ended, SessionId next) {
        synchronized (shared) {
            owned(user, chat).ifPresent(found -> found.end(ended, next));
        }
    }

    @Override
    public void open(UserId user, ChatId chat) {
        synchronized (shared) {
            owned(user, chat).ifPresent(MemoryChat::open);
        }
    }

    private Optional<MemoryChat> owned(UserId user, ChatId chat) {
        return Optional.ofNullable(shared.chats.get(chat))
                .filter(found -> found.profile().owner().equals(user));
    }

    private Stream<MemoryChat> all() {
        return new ArrayList<>(shared.chats.values()).stream();
    }
}
