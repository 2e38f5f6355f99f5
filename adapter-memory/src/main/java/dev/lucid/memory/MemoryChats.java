package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.log.LogListener;
import dev.lucid.port.session.SessionDraft;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** What all processes on one store share; also the lock around it. */
final class MemoryChats {
    final UUID id;
    final Map<ChatId, MemoryChat> chats = new LinkedHashMap<>();
    final Map<SessionId, Kept> drafts = new LinkedHashMap<>();
    final List<LogListener> listeners = new CopyOnWriteArrayList<>();

    MemoryChats(UUID id) {
        this.id = id;
    }

    /** A draft, and until when it is kept. */
    record Kept(SessionDraft draft, Instant until) {
        Kept {
            requireNonNull(draft, "draft");
            requireNonNull(until, "until");
        }
    }
}
