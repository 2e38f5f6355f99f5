package dev.lucid.memory;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sessions that were prepared for an {@link InMemoryStore} and not started. Safe for many threads. */
public final class InMemorySessionDrafts implements SessionDrafts {
    private final InstantSource clock;
    private final MemoryChats shared;

    InMemorySessionDrafts(InstantSource clock, MemoryChats shared) {
        this.clock = clock;
        this.shared = shared;
    }

    @Override
    public void keep(SessionDraft draft) {
        synchronized (shared) {
            forgetOld();
            shared.drafts.putIfAbsent(
                    draft.id(), new MemoryChats.Kept(draft, clock.instant().plus(LIFE)));
        }
    }

    @Override
    public Optional<SessionDraft> find(UserId user, SessionId session) {
        synchronized (shared) {
            return of(user).filter(draft -> draft.id().equals(session)).findFirst();
        }
    }

    @Override
    public List<SessionDraft> list(UserId user) {
        synchronized (shared) {
            return of(user).toList();
        }
    }

    @Override
    public boolean remove(UserId user, SessionId session) {
        synchronized (shared) {
            return find(user, session)
                    .map(draft -> shared.drafts.remove(draft.id()))
                    .isPresent();
        }
    }

    private Stream<SessionDraft> of(UserId user) {
        forgetOld();

        return shared.drafts.values().stream()
                .map(MemoryChats.Kept::draft)
                .filter(draft -> draft.start().user().equals(user));
    }

    private void forgetOld() {
        var now = clock.instant();
        shared.drafts.values().removeIf(kept -> !now.isBefore(kept.until()));
    }
}
