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
    private final Recent recent = new Recent();
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

    /**
     * The events that a model is told of, in order: not those which a summary stands for. Not to be kept: it grows. What was
     * let go of as it was too much is read again, so this may take a while.
     */
    List<StoredEvent> events() {
        if (!recent.isWhole()) {
            recent.beginAnew();
            for (var seq = 0L; seq < chat.seq(); ) {
                var page = page(seq);
                page.forEach(recent::keep);
                seq = page.getLast().seq();
            }
        }

        return recent.events();
    }

    /** Reads what others have written, and holds a page at a time, and no more of it than {@link Recent#PLENTY}. */
    void refresh() {
        List<StoredEvent> page;
        do {
            page = outlasting(() -> log.read(lease.chat(), chat.seq(), PAGE));
            page.forEach(this::take);
            recent.shed();
        } while (!page.isEmpty());
    }

    /** The chat as the log tells it now; what the runner knows stays as it is. For any thread. */
    Chat latest() {
        var latest = chat;
        List<StoredEvent> page;
        do {
            page = log.read(lease.chat(), latest.seq(), PAGE);
            for (var stored : page) {
                latest = latest.after(stored);
            }
        } while (!page.isEmpty());

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
            case Appended.TooMuchUnread _, Appended.Overtaken _ ->
                throw new IllegalStateException("Facts are no requests");
        }
    }

    /** The next page that the runner has known before. */
    private List<StoredEvent> page(long after) {
        var page = outlasting(() -> log.read(lease.chat(), after, PAGE)).stream()
                .filter(stored -> stored.seq() <= chat.seq())
                .toList();
        if (page.isEmpty()) {
            throw new Lost("Chat " + lease.chat() + " is gone");
        }

        return page;
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
        recent.keep(stored);
    }
}
