package dev.lucid.sandbox;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The sandboxes that are open here. Whoever opens a session that is open already shares its sandbox, and the last one to
 * close it ends it. Safe for many threads.
 */
public final class OpenSandboxes implements AutoCloseable {
    private final Map<SessionId, Shared> open = new ConcurrentHashMap<>();

    /** The session's sandbox; {@code made} makes it where nobody has opened it. */
    public Sandbox open(SandboxSpec spec, Supplier<? extends Sandbox> made) {
        var shared = open.compute(spec.session(), (_, known) -> {
            var used = known != null ? known : new Shared(spec, made.get());
            used.handles++;
            return used;
        });

        return new SandboxHandle(shared.sandbox, shared::closeOne);
    }

    /** Refuses to do something to a session that is open. */
    public void refuseIfOpen(SandboxSpec spec) {
        if (open.containsKey(spec.session())) {
            throw new IllegalStateException("Session " + spec.session() + " must be closed before it is discarded");
        }
    }

    /** Those that are open now. */
    public Set<SessionId> sessions() {
        return Set.copyOf(open.keySet());
    }

    /** Ends all sandboxes. */
    @Override
    public void close() {
        open.values().forEach(shared -> shared.sandbox.close());
        open.clear();
    }

    /** One session's sandbox, for all who have opened it. */
    private final class Shared {
        private final SandboxSpec spec;
        private final Sandbox sandbox;
        private int handles;

        Shared(SandboxSpec spec, Sandbox sandbox) {
            this.spec = spec;
            this.sandbox = sandbox;
        }

        /** Whoever opens the session meanwhile waits, so that it never meets what is ending. */
        private void closeOne() {
            open.computeIfPresent(spec.session(), (_, known) -> {
                if (known != this || --handles > 0) {
                    return known;
                }
                sandbox.close();
                return null;
            });
        }
    }
}
