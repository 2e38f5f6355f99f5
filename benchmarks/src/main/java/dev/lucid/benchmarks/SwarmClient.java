package dev.lucid.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLongArray;

/** One client of a {@link Swarm}: takes frames apart as they come. Used by one thread; its counts may be read by others. */
final class SwarmClient {
    /** What a frame of an event begins with, up to its number. */
    private static final byte[] EVENT = "{\"type\":\"agent_event\",\"chatId\":\"".getBytes(StandardCharsets.UTF_8);

    private static final int SEQ_AT = EVENT.length + 36 + "\",\"seq\":".length();

    private final SocketChannel channel;
    private final Swarm.Pace pace;
    private final AtomicLongArray sentAt;
    private final Latencies latencies;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private volatile long seq;
    private volatile long faults;
    private volatile long others;

    SwarmClient(SocketChannel channel, Swarm.Pace pace, long after, AtomicLongArray sentAt, Latencies latencies) {
        this.channel = channel;
        this.pace = pace;
        this.seq = after;
        this.sentAt = sentAt;
        this.latencies = latencies;
    }

    SocketChannel channel() {
        return channel;
    }

    Swarm.Pace pace() {
        return pace;
    }

    long seq() {
        return seq;
    }

    long faults() {
        return faults;
    }

    long others() {
        return others;
    }

    /** Reads once, as much as {@code buffer} holds, and takes it apart. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread only
    void read(ByteBuffer buffer) {
        try {
            var read = channel.read(buffer.clear());
            if (read < 0) {
                faults++;
                channel.close();
            }
            if (read > 0) {
                take(buffer.flip());
            }
        } catch (IOException _) {
            faults++;
        }
    }

    private void take(ByteBuffer bytes) {
        var all = bytes;
        if (rest.hasRemaining()) {
            all = ByteBuffer.allocate(rest.remaining() + bytes.remaining())
                    .put(rest)
                    .put(bytes);
            all.flip();
        }
        var now = System.nanoTime();
        while (takeFrame(all, now)) {
            // one after the other
        }
        rest = ByteBuffer.allocate(all.remaining()).put(all);
        rest.flip();
    }

    private boolean takeFrame(ByteBuffer bytes, long now) {
        if (bytes.remaining() < 4) {
            return false;
        }
        var start = bytes.position();
        var length = bytes.get(start + 1) & 0x7f;
        var head = 2;
        if (length == 126) {
            length = bytes.getShort(start + 2) & 0xffff;
            head = 4;
        } else if (length == 127) {
            if (bytes.remaining() < 10) {
                return false;
            }
            length = (int) bytes.getLong(start + 2);
            head = 10;
        }
        if (bytes.remaining() < head + length) {
            return false;
        }
        frame(bytes, start + head, length, now);
        bytes.position(start + head + length);

        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread only
    private void frame(ByteBuffer bytes, int at, int length, long now) {
        if (length <= SEQ_AT || !isEvent(bytes, at)) {
            others++;
            return;
        }
        var number = 0L;
        for (var i = at + SEQ_AT; bytes.get(i) >= '0' && bytes.get(i) <= '9'; i++) {
            number = 10 * number + bytes.get(i) - '0';
        }
        if (number != seq + 1) {
            faults++;
        }
        seq = number;
        if (number < sentAt.length() && sentAt.get((int) number) > 0) {
            latencies.add(now - sentAt.get((int) number));
        }
    }

    private static boolean isEvent(ByteBuffer bytes, int at) {
        // These two letters tell the types apart.
        return bytes.get(at + 9) == EVENT[9] && bytes.get(at + 15) == EVENT[15];
    }
}
