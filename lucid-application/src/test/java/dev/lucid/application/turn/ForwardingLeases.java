package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Leases that hand everything on to real ones: what a test changes of them, it overrides. */
abstract class ForwardingLeases implements Leases {
    private final Leases real;

    ForwardingLeases(Leases real) {
        this.real = real;
    }

    @Override
    public Optional<Lease> claim(ChatId chat) {
        return real.claim(chat);
    }

    @Override
    public List<ChatId> waiting(int limit) {
        return real.waiting(limit);
    }

    @Override
    public Set<Lease> renew(Set<Lease> leases) {
        return real.renew(leases);
    }

    @Override
    public boolean release(Lease lease, long seen, boolean settled) {
        return real.release(lease, seen, settled);
    }

    @Override
    public Optional<UUID> holder(ChatId chat) {
        return real.holder(chat);
    }

    @Override
    public void abandon(UUID process) {
        real.abandon(process);
    }
}
