package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.ReadySessions;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Ready sessions that the program names beforehand, in their order. Safe for many threads. */
public final class InMemoryReadySessions implements ReadySessions {
    private final Queue<SessionId> ready = new ConcurrentLinkedQueue<>();

    /** From now on that one is ready, too. */
    public void add(SessionId session) {
        ready.add(requireNonNull(session, "session"));
    }

    @Override
    public Optional<SessionId> take(UserId user) {
        requireNonNull(user, "user");

        return Optional.ofNullable(ready.poll());
    }
}
