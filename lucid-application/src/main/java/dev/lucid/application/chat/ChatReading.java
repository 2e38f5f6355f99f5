package dev.lucid.application.chat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows people their chats, and nobody else's. */
public final class ChatReading implements ReadChats {
    private final Chats chats;
    private final EventLog log;
    private final Leases leases;

    @Inject
    public ChatReading(Chats chats, EventLog log, Leases leases) {
        this.chats = chats;
        this.log = log;
        this.leases = leases;
    }

    @Override
    public List<ChatProfile> list(UserId user, int limit, int offset) {
        return chats.list(user, limit, offset);
    }

    @Override
    public Optional<ChatProfile> find(UserId user, ChatId chat) {
        return chats.find(user, chat);
    }

    @Override
    public List<StoredEvent> events(UserId user, ChatId chat, long after, int limit) {
        return log.read(user, chat, after, limit);
    }

    @Override
    public Optional<UUID> runner(UserId user, ChatId chat) {
        return chats.find(user, chat).flatMap(_ -> leases.holder(chat));
    }
}
