package dev.lucid.application.feed;

import dev.lucid.application.ForwardingLog;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.LogListener;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A log whose readers have found what there is, and hand it over only once the gate is open. */
final class GatedReading extends ForwardingLog {
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger told = new AtomicInteger();

    GatedReading(EventLog log) {
        super(log);
    }

    void awaitRead() throws InterruptedException {
        if (!read.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has read the log");
        }
    }

    void open() {
        gate.countDown();
    }

    /** How many commits were told. */
    int told() {
        return told.get();
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        var page = super.read(chat, after, limit);
        read.countDown();
        try {
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody has opened the gate");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }

        return page;
    }

    @Override
    public Listening listen(LogListener listener) {
        return super.listen(new LogListener() {
            @Override
            public void committed(ChatId chat, List<StoredEvent> events) {
                listener.committed(chat, events);
                told.incrementAndGet();
            }

            @Override
            public void advanced(ChatId chat, long seq) {
                listener.advanced(chat, seq);
            }

            @Override
            public void unsure() {
                listener.unsure();
            }
        });
    }
}
