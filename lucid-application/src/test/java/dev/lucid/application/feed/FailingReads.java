package dev.lucid.application.feed;

import dev.lucid.application.ForwardingLog;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.EventLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A log whose first reads fail as if for good. */
final class FailingReads extends ForwardingLog {
    private final AtomicInteger left;

    FailingReads(EventLog log, int failures) {
        super(log);
        left = new AtomicInteger(failures);
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        if (left.getAndDecrement() > 0) {
            throw new PortFailure.Permanent("a row that can't be read");
        }

        return super.read(chat, after, limit);
    }
}
