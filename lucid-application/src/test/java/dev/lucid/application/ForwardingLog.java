package dev.lucid.application;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import java.util.List;

/** A log that hands everything on to a real one: what a test changes of it, it overrides. */
public abstract class ForwardingLog implements EventLog {
    private final EventLog real;

    protected ForwardingLog(EventLog real) {
        this.real = real;
    }

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        return real.append(lease, facts);
    }

    @Override
    public Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return real.submit(user, chat, request);
    }

    @Override
    public Appended submitAfter(long latest, UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return real.submitAfter(latest, user, chat, request);
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        return real.read(chat, after, limit);
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId chat, long after, int limit) {
        return real.read(user, chat, after, limit);
    }

    @Override
    public Listening listen(LogListener listener) {
        return real.listen(listener);
    }
}
