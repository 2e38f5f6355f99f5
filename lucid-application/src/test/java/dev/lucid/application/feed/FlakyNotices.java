package dev.lucid.application.feed;

import dev.lucid.application.ForwardingLog;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.LogListener;
import java.util.List;
import java.util.SplittableRandom;

/** A log whose commits come as another process's notices now and then, or get lost, to be doubted at the next one. */
final class FlakyNotices extends ForwardingLog {
    private final long seed;

    FlakyNotices(EventLog log, long seed) {
        super(log);
        this.seed = seed;
    }

    @Override
    public Listening listen(LogListener listener) {
        var random = new SplittableRandom(seed);

        return super.listen(new LogListener() {
            @Override
            public synchronized void committed(ChatId chat, List<StoredEvent> events) {
                switch (random.nextInt(6)) {
                    case 0 -> listener.advanced(chat, events.getLast().seq());
                    case 1 -> listener.unsure();
                    case 2 -> {
                        listener.committed(chat, events);
                        listener.advanced(chat, events.getLast().seq());
                    }
                    default -> listener.committed(chat, events);
                }
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
