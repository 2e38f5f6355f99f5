package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Leases that tell which thread runs which chat. */
final class TracedLeases implements Leases {
    private final Leases leases;
    private final ChatSpans chats;

    TracedLeases(Leases leases, ChatSpans chats) {
        this.leases = requireNonNull(leases, "leases");
        this.chats = requireNonNull(chats, "chats");
    }

    @Override
    public Optional<Lease> claim(ChatId chat) {
        var lease = leases.claim(chat);
        lease.ifPresent(chats::claimed);

        return lease;
    }

    @Override
    public List<ChatId> waiting(int limit) {
        return leases.waiting(limit);
    }

    @Override
    public Set<Lease> renew(Set<Lease> held) {
        var kept = leases.renew(held);
        held.stream().filter(lease -> !kept.contains(lease)).forEach(lease -> chats.left(lease, "lost"));

        return kept;
    }

    @Override
    public boolean release(Lease lease, long seen, boolean settled) {
        try {
            return leases.release(lease, seen, settled);
        } finally {
            chats.released(lease);
        }
    }

    @Override
    public Optional<UUID> holder(ChatId chat) {
        return leases.holder(chat);
    }

    @Override
    public void abandon(UUID process) {
        leases.abandon(process);
    }
}
