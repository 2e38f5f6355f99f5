package dev.lucid.application.turn;

import dev.lucid.application.ForwardingLog;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A log with outages: for a number of calls it fails, every other time after it has stored what it was given. */
final class FlakyLog extends ForwardingLog {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Optional<Runnable> beforeAppend = Optional.empty();

    FlakyLog(EventLog real) {
        super(real);
    }

    /** The runner's next so many calls fail. */
    void failNext(int calls) {
        failures.set(calls);
    }

    int failuresLeft() {
        return Math.max(0, failures.get());
    }

    void beforeNextAppend(Runnable action) {
        beforeAppend = Optional.of(action);
    }

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        var due = beforeAppend;
        beforeAppend = Optional.empty();
        due.ifPresent(Runnable::run);
        var left = failures.getAndDecrement();
        if (left > 0 && left % 2 == 0) {
            throw new PortFailure.Transient("The store does not answer.");
        }
        var appended = super.append(lease, facts);
        if (left > 0) {
            throw new PortFailure.Transient("The store did not say how it went.");
        }

        return appended;
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        if (failures.getAndDecrement() > 0) {
            throw new PortFailure.Transient("The store does not answer.");
        }

        return super.read(chat, after, limit);
    }
}
