package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.LogListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to hear of commits. One that fails is logged and disturbs nobody else. Safe for many threads. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Ear> ears = new CopyOnWriteArrayList<>();

    EventLog.Listening add(LogListener listener) {
        var ear = new Ear(listener);
        ears.add(ear);
        return ear;
    }

    void committed(ChatId chat, List<StoredEvent> events) {
        ears.forEach(ear -> ear.tell(listener -> listener.committed(chat, events)));
    }

    void advanced(ChatId chat, long seq) {
        ears.forEach(ear -> ear.tell(listener -> listener.advanced(chat, seq)));
    }

    void unsure() {
        ears.forEach(ear -> ear.tell(LogListener::unsure));
    }

    private final class Ear implements EventLog.Listening {
        private final LogListener listener;
        private final ReentrantLock telling = new ReentrantLock();
        private boolean closed;

        Ear(LogListener listener) {
            this.listener = requireNonNull(listener, "listener");
        }

        void tell(Consumer<LogListener> news) {
            telling.lock();
            try {
                if (!closed) {
                    news.accept(listener);
                }
            } catch (RuntimeException e) {
                LOG.error("A listener of the log failed", e);
            } finally {
                telling.unlock();
            }
        }

        /** Waits for news that is being told, so that none comes afterwards. */
        @Override
        public void close() {
            ears.remove(this);
            telling.lock();
            try {
                closed = true;
            } finally {
                telling.unlock();
            }
        }
    }
}
