package dev.lucid.memory;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.EventWeight;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import dev.lucid.port.session.Session;
import dev.lucid.port.session.SessionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One chat in memory: its profile, its events, and who runs it. Guarded by its store's lock. */
final class MemoryChat {
    private static final UUID NOBODY = new UUID(0, 0);

    private ChatProfile profile;
    private final ChatSecrets secrets;
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<EventId, StoredEvent> byId = new HashMap<>();
    private long fence;
    private UUID holder = NOBODY;
    private Instant leasedUntil = Instant.MIN;
    private boolean wantsRunner;
    private boolean open = true;
    private long unread;

    MemoryChat(ChatProfile profile, ChatSecrets secrets) {
        this.profile = profile;
        this.secrets = secrets;
    }

    ChatId id() {
        return profile.id();
    }

    ChatProfile profile() {
        return profile;
    }

    ChatSecrets secrets() {
        return secrets;
    }

    /** Whether that lease may still write; also after its time, as long as nobody took the chat. */
    boolean admits(Lease lease) {
        return lease.fence() == fence && !holder.equals(NOBODY);
    }

    /** In bytes: what people have said since the latest turn began, as long as somebody is wanted who reads it. */
    long unread() {
        return unread;
    }

    /** Whether that is a message and too much waits for it; of all else none is too much. */
    boolean isFullFor(NewEvent<ChatRequest> request) {
        return unread > 0 && unreadIn(request.event()) > EventLog.UNREAD_BYTES - unread;
    }

    private static long unreadIn(ChatEvent event) {
        return event instanceof ChatRequest.UserMessaged message
                ? message.text().getBytes(StandardCharsets.UTF_8).length
                : 0;
    }

    /** Also while one has it. */
    boolean wantsRunner() {
        return wantsRunner;
    }

    long latest() {
        return events.size();
    }

    void wantRunner() {
        wantsRunner = true;
    }

    /** The events as they were stored before, if the first of them was; an append is stored whole or not at all. */
    Optional<List<StoredEvent>> known(List<? extends NewEvent<? extends ChatEvent>> repeated) {
        if (!byId.containsKey(repeated.getFirst().id())) {
            return Optional.empty();
        }

        return Optional.of(repeated.stream().map(event -> byId.get(event.id())).toList());
    }

    List<StoredEvent> add(List<? extends NewEvent<? extends ChatEvent>> added, Instant now) {
        var from = events.size();
        for (var event : added) {
            var stored = new StoredEvent(id(), events.size() + 1L, event.id(), now, event.event());
            events.add(stored);
            byId.put(event.id(), stored);
            unread = event.event() instanceof ChatFact.TurnStarted ? 0 : unread + unreadIn(event.event());
            if (event.event() instanceof ChatRequest.UserMessaged) {
                touch(profile.active(), now);
            }
        }

        return List.copyOf(events.subList(from, events.size()));
    }

    List<StoredEvent> read(long after, int limit) {
        var from = (int) Math.min(after, events.size());

        var to = from;
        for (var weight = 0L; to < events.size() && to < from + limit && weight < EventLog.PAGE_BYTES; to++) {
            weight += EventWeight.of(events.get(to).event());
        }

        return List.copyOf(events.subList(from, to));
    }

    Optional<Lease> claim(UUID process, Instant now) {
        if (now.isBefore(leasedUntil)) {
            return Optional.empty();
        }
        holder = process;
        leasedUntil = now.plusSeconds(Leases.SECONDS);
        fence++;

        return Optional.of(new Lease(id(), fence));
    }

    Optional<UUID> holder(Instant now) {
        return now.isBefore(leasedUntil) ? Optional.of(holder) : Optional.empty();
    }

    boolean waits(Instant now) {
        return wantsRunner && !now.isBefore(leasedUntil);
    }

    boolean renew(Lease lease, Instant now) {
        if (!admits(lease)) {
            return false;
        }
        leasedUntil = now.plusSeconds(Leases.SECONDS);

        return true;
    }

    boolean release(Lease lease, long seen, boolean settled) {
        if (lease.fence() != fence) {
            return true;
        }
        holder = NOBODY;
        leasedUntil = Instant.MIN;
        wantsRunner = !settled || seen != events.size();
        unread = wantsRunner ? unread : 0;

        return !wantsRunner;
    }

    void abandon(UUID dead) {
        if (holder.equals(dead)) {
            leasedUntil = Instant.MIN;
        }
    }

    void activate() {
        touch(true, profile.updatedAt());
    }

    boolean deactivate() {
        if (!wantsRunner) {
            touch(false, profile.updatedAt());
        }

        return !wantsRunner;
    }

    private void touch(boolean active, Instant updatedAt) {
        become(profile.session(), profile.title(), active, updatedAt);
    }

    void rename(String title, Instant now) {
        become(profile.session(), title, profile.active(), now);
    }

    boolean isOpen() {
        return open;
    }

    void end(SessionId ended, SessionId next) {
        if (profile.session().equals(ended)) {
            open = false;
            become(next, profile.title(), profile.active(), profile.updatedAt());
        }
    }

    void open() {
        open = true;
    }

    Session session() {
        return new Session(
                profile.session(),
                profile.owner(),
                Optional.of(id()),
                profile.title(),
                profile.createdAt(),
                events.size());
    }

    SessionRecord onRecord(Instant now) {
        var idle = Duration.between(events.getLast().at(), now);

        return new SessionRecord(
                profile.session(),
                profile.owner(),
                id(),
                wantsRunner || now.isBefore(leasedUntil),
                events.size(),
                idle.isNegative() ? Duration.ZERO : idle);
    }

    private void become(SessionId session, String title, boolean active, Instant updatedAt) {
        profile = new ChatProfile(
                profile.id(),
                profile.owner(),
                session,
                title,
                profile.model(),
                profile.repository(),
                profile.pullRequest(),
                profile.project(),
                profile.label(),
                active,
                profile.createdAt(),
                updatedAt);
    }
}
