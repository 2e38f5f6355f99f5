package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import dev.lucid.port.log.LogListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Chats and their events in this process's memory: gone with it, and otherwise as the ports promise. Several "processes"
 * can share one through {@link #asProcess}. Safe for many threads.
 */
public final class InMemoryStore implements EventLog, Leases, Chats, ChatEdits {
    private final InstantSource clock;
    private final UUID process;
    private final MemoryChats shared;

    /** An empty store. */
    public InMemoryStore(InstantSource clock) {
        this(clock, new UUID(0, 1), new MemoryChats(UUID.randomUUID()));
    }

    /** An empty store on the system's clock. */
    public InMemoryStore() {
        this(InstantSource.system());
    }

    private InMemoryStore(InstantSource clock, UUID process, MemoryChats shared) {
        this.clock = requireNonNull(clock, "clock");
        this.process = requireNonNull(process, "process");
        this.shared = shared;
    }

    /** The same store as another process sees it: leases are held by that name. */
    public InMemoryStore asProcess(UUID name) {
        return new InMemoryStore(clock, name, shared);
    }

    /** The sessions of this store's chats. */
    public InMemorySessions sessions() {
        return new InMemorySessions(shared);
    }

    /** What is on record of the sessions of this store's chats. */
    public InMemorySessionRecords records() {
        return new InMemorySessionRecords(clock, shared);
    }

    /** The sessions that are prepared for this store. */
    public InMemorySessionDrafts drafts() {
        return new InMemorySessionDrafts(clock, shared);
    }

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        synchronized (shared) {
            var chat = shared.chats.get(lease.chat());
            if (chat == null) {
                return new Appended.NoSuchChat();
            }

            return chat.admits(lease) || chat.known(facts).isPresent() ? store(chat, facts) : new Appended.FencedOut();
        }
    }

    @Override
    public Appended submit(UserId user, ChatId id, NewEvent<ChatRequest> request) {
        synchronized (shared) {
            return owned(user, id).map(chat -> submit(chat, request)).orElseGet(Appended.NoSuchChat::new);
        }
    }

    @Override
    public Appended submitAfter(long latest, UserId user, ChatId id, NewEvent<ChatRequest> request) {
        synchronized (shared) {
            return owned(user, id)
                    .map(chat -> chat.latest() == latest
                                    || chat.known(List.of(request)).isPresent()
                            ? submit(chat, request)
                            : new Appended.Overtaken())
                    .orElseGet(Appended.NoSuchChat::new);
        }
    }

    private Appended submit(MemoryChat chat, NewEvent<ChatRequest> request) {
        if (chat.isFullFor(request) && chat.known(List.of(request)).isEmpty()) {
            return new Appended.TooMuchUnread(chat.unread());
        }
        var stored = store(chat, List.of(request));
        chat.wantRunner();

        return stored;
    }

    private Appended store(MemoryChat chat, List<? extends NewEvent<? extends ChatEvent>> events) {
        var known = chat.known(events);
        if (known.isPresent()) {
            return new Appended.Stored(known.get(), true);
        }
        var stored = chat.add(events, clock.instant());
        shared.listeners.forEach(listener -> listener.committed(chat.id(), stored));

        return new Appended.Stored(stored, false);
    }

    @Override
    public List<StoredEvent> read(ChatId id, long after, int limit) {
        synchronized (shared) {
            var chat = shared.chats.get(id);

            return chat == null ? List.of() : chat.read(after, limit);
        }
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId id, long after, int limit) {
        synchronized (shared) {
            return owned(user, id).map(chat -> chat.read(after, limit)).orElseGet(List::of);
        }
    }

    @Override
    public Listening listen(LogListener listener) {
        shared.listeners.add(listener);

        return () -> {
            // The lock is held while listeners are told: once it was had, no notice is under way.
            synchronized (shared) {
                shared.listeners.remove(listener);
            }
        };
    }

    @Override
    public Optional<Lease> claim(ChatId id) {
        synchronized (shared) {
            return Optional.ofNullable(shared.chats.get(id)).flatMap(chat -> chat.claim(process, clock.instant()));
        }
    }

    @Override
    public List<ChatId> waiting(int limit) {
        synchronized (shared) {
            return shared.chats.values().stream()
                    .filter(chat -> chat.waits(clock.instant()))
                    .limit(limit)
                    .map(MemoryChat::id)
                    .toList();
        }
    }

    @Override
    public Set<Lease> renew(Set<Lease> leases) {
        synchronized (shared) {
            var kept = new HashSet<Lease>();
            for (var lease : leases) {
                var chat = shared.chats.get(lease.chat());
                if (chat != null && chat.renew(lease, clock.instant())) {
                    kept.add(lease);
                }
            }

            return kept;
        }
    }

    @Override
    public boolean release(Lease lease, long seen, boolean settled) {
        synchronized (shared) {
            var chat = shared.chats.get(lease.chat());

            return chat == null || chat.release(lease, seen, settled);
        }
    }

    @Override
    public Optional<UUID> holder(ChatId id) {
        synchronized (shared) {
            return Optional.ofNullable(shared.chats.get(id)).flatMap(chat -> chat.holder(clock.instant()));
        }
    }

    @Override
    public void abandon(UUID dead) {
        synchronized (shared) {
            shared.chats.values().forEach(chat -> chat.abandon(dead));
        }
    }

    @Override
    public Created create(ChatProfile profile, NewEvent<ChatRequest> first, ChatSecrets secrets) {
        synchronized (shared) {
            var known = shared.chats.get(profile.id());
            if (known != null) {
                return new Created(known.read(0, 1).getFirst(), true);
            }
            var chat = new MemoryChat(profile, secrets);
            shared.chats.put(profile.id(), chat);
            store(chat, List.of(first));
            chat.wantRunner();

            return new Created(chat.read(0, 1).getFirst(), false);
        }
    }

    @Override
    public Optional<ChatProfile> find(UserId user, ChatId id) {
        return load(id).filter(profile -> profile.owner().equals(user));
    }

    @Override
    public List<ChatProfile> list(UserId user, int limit, int offset) {
        synchronized (shared) {
            return new ArrayList<>(shared.chats.values())
                    .stream()
                            .map(MemoryChat::profile)
                            .filter(profile -> profile.owner().equals(user))
                            .sorted(Comparator.comparing(ChatProfile::updatedAt).reversed())
                            .skip(offset)
                            .limit(limit)
                            .toList();
        }
    }

    @Override
    public Optional<ChatProfile> load(ChatId id) {
        synchronized (shared) {
            return Optional.ofNullable(shared.chats.get(id)).map(MemoryChat::profile);
        }
    }

    @Override
    public Given secrets(UserId owner, ChatId id) {
        synchronized (shared) {
            var secrets = owned(owner, id).map(MemoryChat::secrets);

            return new Given(secrets.orElse(ChatSecrets.NONE), false);
        }
    }

    @Override
    public void activate(UserId owner, ChatId id) {
        synchronized (shared) {
            owned(owner, id).ifPresent(MemoryChat::activate);
        }
    }

    @Override
    public boolean deactivate(UserId owner, ChatId id) {
        synchronized (shared) {
            return owned(owner, id).map(MemoryChat::deactivate).orElse(true);
        }
    }

    @Override
    public boolean rename(UserId user, ChatId id, String title) {
        synchronized (shared) {
            var chat = owned(user, id);
            chat.ifPresent(found -> found.rename(title, clock.instant()));

            return chat.isPresent();
        }
    }

    @Override
    public boolean delete(UserId user, ChatId id) {
        synchronized (shared) {
            return owned(user, id).map(chat -> shared.chats.remove(chat.id())).isPresent();
        }
    }

    private Optional<MemoryChat> owned(UserId user, ChatId id) {
        return Optional.ofNullable(shared.chats.get(id))
                .filter(chat -> chat.profile().owner().equals(user));
    }
}
