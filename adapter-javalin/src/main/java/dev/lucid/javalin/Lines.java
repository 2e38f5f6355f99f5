package dev.lucid.javalin;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open sockets, with the conversation that each carries. Looks after them with one timer of its own. */
final class Lines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    private static final int SERVER_ERROR = 1011;
    private static final int SERVICE_RESTART = 1012;

    private record Open(Line line, Talk talk, Visitor visitor) {
        void trustIfKnown() {
            if (visitor.user().isPresent()) {
                line.trust();
            }
        }
    }

    private final Map<String, Open> open = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private final ServerSettings settings;
    private boolean closing;

    Lines(ServerSettings settings) {
        this.settings = settings;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("lucid-lines").factory());
        timer.setRemoveOnCancelPolicy(true);
        var often =
                Math.min(settings.stallLimit().toNanos(), settings.pingAfter().toNanos()) / 4;
        var _ = timer.scheduleWithFixedDelay(this::lookAfterAll, often, often, TimeUnit.NANOSECONDS);
    }

    /** A socket was opened: somebody is to talk to its client. */
    void opened(String id, Session session, Visitor visitor, Reception reception) {
        var line = new Line(session, timer);
        synchronized (this) {
            if (!closing) {
                visitor.sit();
                var socket = new Open(line, reception.greet(visitor, line), visitor);
                open.put(id, socket);
                socket.trustIfKnown();
                return;
            }
        }
        line.close(SERVICE_RESTART, "The server is stopping");
    }

    /** A socket's client said something. */
    void heard(String id, Consumer<Talk> what) {
        var said = find(id);
        try {
            said.ifPresent(socket -> {
                what.accept(socket.talk());
                socket.trustIfKnown();
            });
        } catch (RuntimeException e) {
            LOG.error("A message over socket {} could not be dealt with; the socket is closed", id, e);
            said.ifPresent(socket -> socket.line().close(SERVER_ERROR, "Internal error"));
        }
    }

    /** A socket is closed. */
    void ended(String id) {
        Optional<Open> gone;
        synchronized (this) {
            gone = Optional.ofNullable(open.remove(id));
            notifyAll();
        }
        gone.ifPresent(socket -> {
            socket.line().ended();
            socket.talk().ended();
            socket.visitor().leave();
        });
    }

    /** How many sockets are open. */
    synchronized int count() {
        return open.size();
    }

    /** Closes all sockets, asking the clients to come again, and cuts those that don't answer within {@code limit}. */
    void closeAll(Duration limit) {
        synchronized (this) {
            closing = true;
        }
        all().forEach(socket -> socket.line().close(SERVICE_RESTART, "The server is stopping: attach again"));
        try {
            awaitNone(System.nanoTime() + limit.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        all().forEach(socket -> socket.line().cut());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private synchronized void awaitNone(long deadline) throws InterruptedException {
        for (var left = deadline - System.nanoTime(); left > 0 && !open.isEmpty(); ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }

    private void lookAfterAll() {
        try {
            all().forEach(socket -> {
                socket.line().cutIfStalled(settings.stallLimit());
                socket.line().pingIfQuiet(settings.pingAfter());
            });
        } catch (RuntimeException e) {
            LOG.warn("Looking after the open sockets failed; it is tried again", e);
        }
    }

    private synchronized List<Open> all() {
        return List.copyOf(open.values());
    }

    private synchronized Optional<Open> find(String id) {
        return Optional.ofNullable(open.get(id));
    }
}
