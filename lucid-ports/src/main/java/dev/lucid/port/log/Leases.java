package dev.lucid.port.log;

import dev.lucid.domain.chat.ChatId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides which process runs a chat: at most one at a time holds its lease, for {@value #SECONDS} seconds by the store's
 * clock unless it renews. A lease that lapsed and that nobody took can still be renewed. Safe for many threads.
 */
public interface Leases {
    /** How long a lease lasts. */
    int SECONDS = 10;

    /** Takes the chat's lease if it is free or has lapsed; empty if another holds it or there is no such chat. */
    Optional<Lease> claim(ChatId chat);

    /** Chats that want a runner and have none, the longest waiting first, at most {@code limit}. */
    List<ChatId> waiting(int limit);

    /** Renews all of these in one go, and gives those that are still held. */
    Set<Lease> renew(Set<Lease> leases);

    /**
     * Gives the lease back. With {@code settled} and no event after {@code seen}, the chat wants no runner any more;
     * otherwise it goes on wanting one. Says whether the chat is at rest now.
     */
    boolean release(Lease lease, long seen, boolean settled);

    /** The process that holds the chat's lease now; empty if it is free or has lapsed. */
    Optional<UUID> holder(ChatId chat);

    /** The process of that name is known to be dead: its leases lapse now. */
    void abandon(UUID process);
}
