package dev.lucid.benchmarks;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.javalin.lucidai.EventFrames;
import io.javalin.Javalin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The limit to compare with: the same frames from the same Jetty, sent by a loop over all sockets, with no log, no cursor,
 * no queue of its own and no encoding. At most a few events are under way at a time.
 */
final class BareBroadcast implements Broadcaster {
    private static final ChatId CHAT = new ChatId(new UUID(1, 2));

    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final Javalin javalin;
    private final String frame;
    private final int underWay;
    private final Semaphore free;
    private int permits;
    private long next = 1;

    BareBroadcast(String text, int underWay) {
        this.frame = EventFrames.text(
                new StoredEvent(CHAT, 1, new EventId(new UUID(3, 4)), Instant.EPOCH, new ChatFact.Said(text)));
        this.underWay = underWay;
        this.free = new Semaphore(0);
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.host = "127.0.0.1";
            config.jetty.modifyWebSocketServletFactory(sockets -> {
                sockets.setIdleTimeout(Duration.ofMinutes(5));
                sockets.getAvailableExtensionNames().remove("permessage-deflate");
            });
            config.routes.ws("/api/v1/ws", socket -> socket.onMessage(first -> sessions.add(first.session)));
        });
        javalin.start(0);
    }

    @Override
    public int port() {
        return javalin.port();
    }

    @Override
    public String firstMessage() {
        return "{}";
    }

    @Override
    public int listeners() {
        return sessions.size();
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void send() {
        if (permits < underWay * sessions.size()) {
            free.release(underWay * sessions.size() - permits);
            permits = underWay * sessions.size();
        }
        free.acquireUninterruptibly(sessions.size());
        // The number differs from frame to frame; all else is made beforehand.
        var numbered = frame.replaceFirst("\"seq\":1,", "\"seq\":" + next++ + ",");
        var written = Callback.from(free::release, _ -> free.release());
        for (var session : sessions) {
            session.sendText(numbered, written);
        }
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
