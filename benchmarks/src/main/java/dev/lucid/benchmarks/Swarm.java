package dev.lucid.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Many WebSocket clients on one thread. Each follows one chat, checks that no event is missing or comes twice, and notes
 * how long after its sending it came. Some may read slowly, or not at all until they are let go.
 */
final class Swarm implements AutoCloseable {
    /** How clients read. */
    enum Pace {
        /** As soon as there is something. */
        QUICK,
        /** A little, now and then, until let go. */
        SLOW,
        /** Nothing, until let go. */
        NEVER
    }

    private static final long TICK_NANOS = 20_000_000;
    private static final int SIP = 2048;

    private final Selector selector;
    private final List<SwarmClient> clients = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final ByteBuffer sip = ByteBuffer.allocateDirect(SIP);
    private final Thread thread = Thread.ofPlatform().name("swarm").unstarted(this::run);
    private volatile boolean released;
    private volatile boolean closed;

    /** Events are timed from {@code sentAt}, by their number; the first to come is that after {@code after}. */
    Swarm(AtomicLongArray sentAt, Latencies latencies, int port, String first, long after, List<Pace> paces) {
        try {
            selector = Selector.open();
            for (var pace : paces) {
                var channel = connect(port, pace, first);
                var client = new SwarmClient(channel, pace, after, sentAt, latencies);
                channel.configureBlocking(false);
                if (pace == Pace.QUICK) {
                    channel.register(selector, SelectionKey.OP_READ, client);
                }
                clients.add(client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    /** Clients that follow what the server sends from now on; ready once this returns. */
    static Swarm following(Broadcaster server, AtomicLongArray sentAt, Latencies latencies, List<Pace> paces) {
        var swarm = new Swarm(sentAt, latencies, server.port(), server.firstMessage(), server.next() - 1, paces);
        swarm.awaitReady(server, paces.size());

        return swarm;
    }

    /** Waits until the server knows all clients, and has said to them what it says first. */
    private void awaitReady(Broadcaster server, int clients) {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.listeners() < clients) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + server.listeners() + " clients are known");
            }
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }

    /** Slow clients become quick ones. */
    void letGo() {
        released = true;
        selector.wakeup();
    }

    /** Waits until all clients of those paces have events up to {@code seq}; fails after {@code limit}. */
    void await(Predicate<Pace> whose, long seq, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (behind(whose, seq) > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(behind(whose, seq) + " clients did not get event " + seq);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Waits until all clients have all events up to {@code seq}; fails if one was missing or came twice. */
    void awaitFaultless(long seq, Duration limit) {
        await(_ -> true, seq, limit);
        if (faults() > 0) {
            throw new IllegalStateException(faults() + " events were missing or came twice");
        }
    }

    long behind(Predicate<Pace> whose, long seq) {
        return clients.stream()
                .filter(client -> whose.test(client.pace()))
                .filter(client -> client.seq() < seq)
                .count();
    }

    /** The number of the last event that all clients have. */
    long slowest() {
        return clients.stream().mapToLong(SwarmClient::seq).min().orElse(0);
    }

    /** Events that were missing, came twice or out of order, and connections that broke. */
    long faults() {
        return clients.stream().mapToLong(SwarmClient::faults).sum();
    }

    /** Frames without a number: status, error, file tree. */
    long others() {
        return clients.stream().mapToLong(SwarmClient::others).sum();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            for (var client : clients) {
                client.channel().close();
            }
            selector.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        var nextTick = System.nanoTime() + TICK_NANOS;
        try {
            var free = false;
            while (!closed) {
                selector.select(
                        key -> ((SwarmClient) key.attachment()).read(buffer),
                        Math.max(1, (nextTick - System.nanoTime()) / 1_000_000));
                if (released && !free) {
                    free = true;
                    free();
                }
                if (!free && System.nanoTime() >= nextTick) {
                    clients.stream()
                            .filter(client -> client.pace() == Pace.SLOW)
                            .forEach(client -> client.read(sip));
                    nextTick = System.nanoTime() + TICK_NANOS;
                }
                nextTick = free ? Long.MAX_VALUE : nextTick;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void free() throws IOException {
        for (var client : clients) {
            if (client.pace() != Pace.QUICK) {
                client.channel().register(selector, SelectionKey.OP_READ, client);
            }
        }
    }

    static SocketChannel connect(int port, Pace pace, String first) throws IOException {
        var channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, pace == Pace.QUICK ? 1 << 18 : 4096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(("GET /api/v1/ws HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8)));
        readHead(channel);
        channel.write(ByteBuffer.wrap(masked(first.getBytes(StandardCharsets.UTF_8))));

        return channel;
    }

    private static void readHead(SocketChannel channel) throws IOException {
        var head = new StringBuilder();
        var one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("The server did not answer: " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("The server did not switch to WebSocket: " + head);
        }
    }

    /** A text frame as clients must send it; the mask is all zeros. */
    static byte[] masked(byte[] payload) {
        if (payload.length >= 126) {
            throw new IllegalArgumentException("The first message must be short");
        }
        return ByteBuffer.allocate(6 + payload.length)
                .put((byte) 0x81)
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }
}
