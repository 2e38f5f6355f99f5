package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.turn.Chat;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A chat's events as far as its runner knows them, and what they come to. Used by the runner's thread alone, but for
 * {@link #chat}. */
final class History {
    /** The runner no longer holds the chat: whatever it does now is no longer its to do. */
    static final class Lost extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Lost(String message) {
            super(message);
        }
    }

    private static final int PAGE = 500;

    private final EventLog log;
    private final Lease lease;
    private final List<StoredEvent> events = new ArrayList<>();
    private volatile Chat chat;

    History(EventLog log, Lease lease, boolean hasRepository) {
        this.log = log;
        this.lease = lease;
        this.chat = Chat.empty(hasRepository);
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
        List<StoredEvent> page;
        do {
            page = log.read(lease.chat(), chat.seq(), PAGE);
            page.forEach(this::take);
        } while (page.size() == PAGE);
    }

    /** Appends facts, and reads what others have written before them. Fails with {@link Lost} when it may not. */
    void append(List<NewEvent<ChatFact>> facts) {
        switch (log.append(lease, facts)) {
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

    private void take(StoredEvent stored) {
        chat = chat.after(stored);
        events.add(stored);
    }
}
