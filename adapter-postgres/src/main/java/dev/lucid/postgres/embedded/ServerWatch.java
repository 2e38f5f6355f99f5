package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that looks after the server every now and then, until it is closed. */
final class ServerWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

    private final Round round;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private ServerWatch(Round round) {
        this.round = requireNonNull(round, "round");
        this.thread = Thread.ofPlatform().daemon().name("lucid-postgres-watch").unstarted(this::watch);
    }

    /** One look. */
    interface Round {
        void go() throws IOException;
    }

    static ServerWatch start(Round round) {
        var watch = new ServerWatch(round);
        watch.thread.start();
        return watch;
    }

    /** Ends a look that is under way. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        Uninterrupted.join(thread);
    }

    private void watch() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            // Only close() interrupts this thread, and it has nothing left to do.
        }
    }

    private void look() throws InterruptedException {
        try {
            round.go();
        } catch (PortFailure.Interrupted e) {
            throw new InterruptedException(e.getMessage());
        } catch (PortFailure | IOException e) {
            LOG.error("Could not look after PostgreSQL: {}", e.getMessage());
        }
    }
}
