package dev.lucid.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One client that speaks and listens by itself, a frame at a time, over a real WebSocket. One thread's. */
final class Caller implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;

    /** Connects, and says what is to be said first. */
    Caller(int port, String first) throws IOException {
        channel = Swarm.connect(port, Swarm.Pace.QUICK, first);
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
    }

    void say(String text) throws IOException {
        channel.write(ByteBuffer.wrap(Swarm.masked(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** Waits for the next frame that holds {@code part}, and gives it. */
    String hear(String part) throws IOException {
        while (true) {
            var frame = hear();
            if (frame.contains(part)) {
                return frame;
            }
        }
    }

    /** Waits for the next frame. */
    String hear() throws IOException {
        in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }

        return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
