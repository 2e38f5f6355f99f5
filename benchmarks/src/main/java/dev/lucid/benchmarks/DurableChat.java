package dev.lucid.benchmarks;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.Lease;
import dev.lucid.testkit.Facts;
import java.util.stream.Stream;

/** One chat on the real server with its events in PostgreSQL; the benchmark is its runner. Safe for many threads. */
final class DurableChat implements Broadcaster {
    private final Database database;
    private final LiveServer server;
    private final ChatId chat;
    private final Lease lease;
    private final String text;
    private volatile long next;

    /** Each event says {@code text}. The server is the chat's, and closed with it. */
    DurableChat(Database database, LiveServer server, String text) {
        this.database = database;
        this.server = server;
        this.text = text;
        this.chat = database.newChat("broadcast");
        this.lease = database.claim(chat);
        this.next = database.store().log().read(chat, 0, 10).getLast().seq() + 1;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String firstMessage() {
        return "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":" + (next - 1) + "}";
    }

    @Override
    public int listeners() {
        return server.sockets();
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void send() {
        send(1);
    }

    /** Appends so many events at once. */
    void send(int count) {
        var events = Stream.<NewEvent<ChatFact>>generate(() -> Facts.of(new ChatFact.Said(text)))
                .limit(count)
                .toList();
        if (database.store().log().append(lease, events) instanceof Appended.Stored stored) {
            reached(stored.events().getLast().seq() + 1);
        } else {
            throw new IllegalStateException("An append was refused");
        }
    }

    private synchronized void reached(long seq) {
        next = Math.max(next, seq);
    }

    @Override
    public void close() {
        server.close();
    }
}
