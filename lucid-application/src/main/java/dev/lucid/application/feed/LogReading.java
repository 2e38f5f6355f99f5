package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.EventLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Reads the log for the feed: away from the threads that bring news, and by a few at a time only. */
final class LogReading {
    /** Events in a page. */
    static final int PAGE = 128;

    private static final Logger LOG = System.getLogger(LogReading.class.getName());
    private static final int READERS = 4;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

    private final EventLog log;
    private final ExecutorService threads;
    private final Semaphore readers = new Semaphore(READERS);

    LogReading(EventLog log, ExecutorService threads) {
        this.log = log;
        this.threads = threads;
    }

    /** Runs a piece of the feed's work, soon, on a thread of its own. */
    void runSoon(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException _) {
            // The feed is closed: whoever watches will come again.
        }
    }

    /**
     * The page after {@code seq}; waits for one of the few places, and while the log can't be read. Empty, too, once it
     * is no longer {@code wanted}.
     */
    List<FeedEvent> page(ChatId chat, long seq, BooleanSupplier wanted) {
        while (wanted.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            var pause = PAUSE;
            readers.acquireUninterruptibly();
            try {
                return log.read(chat, seq, PAGE).stream().map(FeedEvent::new).toList();
            } catch (PortFailure.Transient e) {
                LOG.log(
                        Level.WARNING,
                        "Reading chat {0} after event {1} will be tried again: {2}",
                        chat,
                        seq,
                        e.getMessage());
            } catch (RuntimeException e) {
                // An event that can't be read holds up its own chat: whoever watches it must not be shown a gap.
                LOG.log(Level.ERROR, "Chat " + chat + " can't be read after event " + seq, e);
                pause = LONG_PAUSE;
            } finally {
                readers.release();
            }
            LockSupport.parkNanos(pause.toNanos());
        }

        return List.of();
    }
}
