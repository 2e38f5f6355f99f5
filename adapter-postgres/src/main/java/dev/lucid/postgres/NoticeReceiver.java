package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that hears what other processes commit and tells the listeners: by LISTEN on a connection of its own, or,
 * where a transaction pooler swallows notices, by a look at the heads every half second.
 */
final class NoticeReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeReceiver.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration CHECK = Duration.ofSeconds(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A transaction may commit that long after the time it wrote down: each of its statements may take 20 s. */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    private static final String CHANGED = "select session_id, last_seq, changed_at from public.chat_heads"
            + " where changed_at > :since order by changed_at";

    private final ConnectionSource source;
    private final Transactions transactions;
    private final Listeners listeners;
    private final UUID self;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Connection> listening = new AtomicReference<>();
    private final Thread thread;

    private NoticeReceiver(ConnectionSource source, Transactions transactions, Listeners listeners, UUID self) {
        this.source = requireNonNull(source, "source");
        this.transactions = requireNonNull(transactions, "transactions");
        this.listeners = requireNonNull(listeners, "listeners");
        this.self = requireNonNull(self, "self");
        this.thread = Thread.ofPlatform().daemon().name("lucid-log-notices").unstarted(this::receive);
    }

    static NoticeReceiver start(ConnectionSource source, Transactions transactions, Listeners listeners, UUID self) {
        var receiver = new NoticeReceiver(source, transactions, listeners, self);
        receiver.thread.start();
        return receiver;
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(listening.get());
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive() {
        var pause = Duration.ofMillis(50);
        while (closed.getCount() > 0) {
            try (var connection = source.openForListening()) {
                listening.set(connection);
                if (hears(connection)) {
                    listeners.unsure();
                    pause = Duration.ofMillis(50);
                    listen(connection);
                } else {
                    LOG.info(
                            "Notices do not come through (a transaction pooler?): the log is looked at every {} ms",
                            POLL.toMillis());
                    poll();
                }
            } catch (SQLException | RuntimeException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("Waiting for notices of the log was cut: {}", Failures.said(e));
                }
            } catch (InterruptedException _) {
                return;
            }
            if (!paused(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Listens, and makes sure with a notice sent over another connection. */
    private boolean hears(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + Notice.CHANNEL);
        }
        var probe = UUID.randomUUID().toString();
        transactions.onceAsLucid(handle -> handle.createQuery("select pg_notify(:channel, :probe)")
                .bind("channel", Notice.CHANNEL)
                .bind("probe", probe)
                .mapTo(String.class)
                .findOne());
        long end = System.nanoTime() + PROBE.toNanos();
        while (System.nanoTime() - end < 0) {
            var notices = connection.unwrap(PGConnection.class).getNotifications((int) PROBE.toMillis());
            for (var notice : notices) {
                if (notice.getParameter().equals(probe)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void listen(Connection connection) throws SQLException {
        var notices = connection.unwrap(PGConnection.class);
        while (closed.getCount() > 0) {
            var heard = notices.getNotifications((int) CHECK.toMillis());
            for (var notice : heard) {
                Notice.read(notice.getParameter()).ifPresent(this::tell);
            }
            if (heard.length == 0 && !connection.isValid((int) PROBE.toSeconds())) {
                throw new SQLException("the connection is dead", "08006");
            }
        }
    }

    private void tell(Notice notice) {
        if (notice.sender().equals(self)) {
            return;
        }
        if (notice.heads().isEmpty()) {
            listeners.unsure();
        }
        notice.heads().forEach(listeners::advanced);
    }

    private void poll() throws InterruptedException {
        listeners.unsure();
        var since = Instant.EPOCH;
        while (!closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            since = look(since);
        }
    }

    private Instant look(Instant since) {
        var from = since.equals(Instant.EPOCH) ? since : since.minus(OVERLAP);
        var changed = transactions.asLucid(
                "looking for news in the log",
                handle -> handle.createQuery(CHANGED)
                        .bind("since", from.atOffset(ZoneOffset.UTC))
                        .map((row, _) -> new Change(
                                new ChatId(row.getObject("session_id", UUID.class)),
                                row.getLong("last_seq"),
                                row.getObject("changed_at", OffsetDateTime.class)
                                        .toInstant()))
                        .list());
        changed.forEach(change -> listeners.advanced(change.chat(), change.lastSeq()));
        return changed.isEmpty() ? since : changed.getLast().at();
    }

    private boolean paused(Duration pause) {
        try {
            return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // It is of no use any more.
        }
    }

    private record Change(ChatId chat, long lastSeq, Instant at) {}
}
