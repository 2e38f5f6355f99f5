package dev.lucid.app;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.function.Supplier;

/** Ways in from sandboxes that are made ready when the first is opened. */
record LazyRelays(Supplier<? extends Relays> made) implements Relays {
    @Override
    public Relay open(SandboxSpec session, Secret key, Handler handler) {
        return made.get().open(session, key, handler);
    }

    @Override
    public void discard(SandboxSpec session) {
        made.get().discard(session);
    }
}
