package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.turn.Chat;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A chat's events as far as its runner knows them, and what they come to. Outages of the log are waited out for a while.
 * Used by the runner's thread alone, but for {@link #chat} and {@link #latest}.
 */
final class History {
    /** The runner no longer holds the chat: whatever it does now is no longer its to do. */
    static final class Lost extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Lost(String message) {
            super(message);
        }
    }

    private static final int PAGE = 500;
    private static final int RETRIES = 10;

    private final EventLog log;
    private final Lease lease;
    private final Predicate<Duration> pause;
    private final List<StoredEvent> events = new ArrayList<>();
    private volatile Chat chat;

    /** {@code fresh} is the chat before its first event; {@code pause} waits before another attempt, and says whether there is to be one. */
    History(EventLog log, Lease lease, Chat fresh, Predicate<Duration> pause) {
        this.log = log;
        this.lease = lease;
        this.pause = pause;
        this.chat = fresh;
    }

    ChatId id() {
        return lease.chat();
    }

    Chat chat() {
        return chat;
    }

    /** All events known, in order. Not to be kept: it grows. */
    List<StoredEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /** Reads what others have written. */
    void refresh() {
        outlasting(() -> newerThan(chat)).forEach(this::take);
    }

    /** The chat as the log tells it now; what the runner knows stays as it is. For any thread. */
    Chat latest() {
        var latest = chat;
        for (var stored : newerThan(latest)) {
            latest = latest.after(stored);
        }

        return latest;
    }

    /** Appends facts, and reads what others have written before them. Fails with {@link Lost} when it may not. */
    void append(List<NewEvent<ChatFact>> facts) {
        // The same ids each time: what an outage hid may have been stored.
        switch (outlasting(() -> log.append(lease, facts))) {
            case Appended.Stored(var stored, var _) -> {
                if (stored.getFirst().seq() != chat.seq() + 1) {
                    refresh();
                } else {
                    stored.forEach(this::take);
                }
            }
            case Appended.FencedOut _ -> throw new Lost("Another process has taken over chat " + lease.chat());
            case Appended.NoSuchChat _ -> throw new Lost("Chat " + lease.chat() + " is gone");
        }
    }

    private List<StoredEvent> newerThan(Chat known) {
        var newer = new ArrayList<StoredEvent>();
        List<StoredEvent> page;
        do {
            page = log.read(lease.chat(), known.seq() + newer.size(), PAGE);
            newer.addAll(page);
        } while (page.size() == PAGE);

        return newer;
    }

    private <T> T outlasting(Supplier<T> work) {
        for (var failures = 1; ; failures++) {
            try {
                return work.get();
            } catch (PortFailure.Transient e) {
                if (failures > RETRIES || !pause.test(BackOff.after(failures))) {
                    throw e;
                }
            }
        }
    }

    private void take(StoredEvent stored) {
        chat = chat.after(stored);
        events.add(stored);
    }
}
