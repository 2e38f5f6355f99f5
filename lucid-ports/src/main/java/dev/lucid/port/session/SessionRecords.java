package dev.lucid.port.session;

import dev.lucid.domain.workspace.SessionId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the store knows of sessions, whoever's they are: for Lucid's own housekeeping. Safe for many threads. */
public interface SessionRecords {
    /**
     * Those of these sessions that chats have now, open or not. Any other has ended, or was never started, or is given to a
     * chat at this moment.
     */
    List<SessionRecord> of(Set<SessionId> sessions);

    /** The store's id: always the same, and no other store's. A copy of the store has it too. */
    UUID store();
}
