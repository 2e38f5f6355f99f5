package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.SessionRecord;
import dev.lucid.port.session.SessionRecords;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is on record of the sessions of an {@link InMemoryStore}'s chats. Safe for many threads. */
public final class InMemorySessionRecords implements SessionRecords {
    private final InstantSource clock;
    private final MemoryChats shared;

    InMemorySessionRecords(InstantSource clock, MemoryChats shared) {
        this.clock = requireNonNull(clock, "clock");
        this.shared = shared;
    }

    @Override
    public List<SessionRecord> of(Set<SessionId> sessions) {
        synchronized (shared) {
            return new ArrayList<>(shared.chats.values())
                    .stream()
                            .filter(chat -> sessions.contains(chat.profile().session()))
                            .map(chat -> chat.onRecord(clock.instant()))
                            .toList();
        }
    }

    @Override
    public UUID store() {
        return shared.id;
    }
}
