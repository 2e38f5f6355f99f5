package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A log whose first reads fail as if for good. */
record FailingReads(EventLog log, AtomicInteger left) implements EventLog {
    FailingReads(EventLog log, int failures) {
        this(log, new AtomicInteger(failures));
    }

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        return log.append(lease, facts);
    }

    @Override
    public Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return log.submit(user, chat, request);
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        if (left.getAndDecrement() > 0) {
            throw new PortFailure.Permanent("a row that can't be read");
        }

        return log.read(chat, after, limit);
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId chat, long after, int limit) {
        return log.read(user, chat, after, limit);
    }

    @Override
    public Listening listen(LogListener listener) {
        return log.listen(listener);
    }
}
