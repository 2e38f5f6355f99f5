package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Leases whose holder's log lines name the chat, from the claim to the release. */
final class MarkedLeases implements Leases {
    private final Leases leases;

    MarkedLeases(Leases leases) {
        this.leases = requireNonNull(leases, "leases");
    }

    @Override
    public Optional<Lease> claim(ChatId chat) {
        var lease = leases.claim(chat);
        lease.ifPresent(held -> LogContext.begin(held.chat()));

        return lease;
    }

    @Override
    public List<ChatId> waiting(int limit) {
        return leases.waiting(limit);
    }

    @Override
    public Set<Lease> renew(Set<Lease> held) {
        return leases.renew(held);
    }

    @Override
    public boolean release(Lease lease, long seen, boolean settled) {
        try {
            return leases.release(lease, seen, settled);
        } finally {
            LogContext.end();
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
