package dev.lucid.javalin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A WebSocket client that does nothing by itself: it reads a frame when told to, writes the bytes it is given, and shows
 * all of what it gets. Not safe for several threads, but one may read while another writes.
 */
public final class TestClient implements AutoCloseable {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    /** One frame as it came. */
    @SuppressWarnings("ArrayRecordComponent") // looked at once, never compared
    public record Frame(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        public String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    private TestClient(Socket socket, DataInputStream in) {
        this.socket = socket;
        this.in = in;
    }

    public static TestClient connect(int port) {
        return connect(port, 1 << 16);
    }

    /** Connects, with that much room for what was not read yet. */
    public static TestClient connect(int port, int receiveBuffer) {
        return connect(port, receiveBuffer, handshake("127.0.0.1:" + port, List.of()));
    }

    /** Connects with that query, such as {@code ?token=…}, and headers as {@code Name: value}. */
    public static TestClient connect(int port, String query, String... headers) {
        return connectTo(port, "/api/v1/ws" + query, headers);
    }

    /** Connects to any socket. */
    public static TestClient connectTo(int port, String target, String... headers) {
        var asked = new String(handshake("127.0.0.1:" + port, List.of(headers)), StandardCharsets.UTF_8);

        return connect(port, 1 << 16, asked.replaceFirst("/api/v1/ws", target).getBytes(StandardCharsets.UTF_8));
    }

    private static TestClient connect(int port, int receiveBuffer, byte[] handshake) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4096));
            socket.getOutputStream().write(handshake);
            var head = head(in);
            if (!head.startsWith("HTTP/1.1 101 ")) {
                socket.close();
                throw new IOException("The server did not switch to WebSocket: " + head);
            }
            return new TestClient(socket, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and gives all that comes back. Headers as {@code Name: value}. */
    public static String exchange(int port, byte[] request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who refuses a request by its head may close before all of the body was sent: what it said is there to be read. */
    private static void send(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
        } catch (IOException _) {
            // the answer tells
        }
    }

    /** The head of a request that asks for a WebSocket. */
    public static byte[] handshake(String host, List<String> headers) {
        var lines = new ArrayList<>(List.of(
                "GET /api/v1/ws HTTP/1.1",
                "Host: " + host,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Extensions: permessage-deflate"));
        lines.addAll(headers);
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public void say(String text) {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(int opcode, byte[] payload) {
        writeRaw(frame(FINAL | opcode, payload));
    }

    public void writeRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame as a client sends it, masked. */
    public static byte[] frame(int head, byte[] payload) {
        var out = new ByteArrayOutputStream(payload.length + 14);
        out.write(head);
        if (payload.length < 126) {
            out.write(MASKED | payload.length);
        } else if (payload.length < 65_536) {
            out.write(MASKED | 126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(MASKED | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        byte[] mask = {1, 2, 3, 4};
        out.writeBytes(mask);
        for (var i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }

        return out.toByteArray();
    }

    /** The next frame, pings included. Fails if none comes for long. */
    public Frame read() {
        try {
            return readFrame();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next text frame; pings are left alone. */
    public String hear() {
        var frame = read();
        while (frame.opcode() == PING) {
            frame = read();
        }
        if (frame.opcode() != TEXT) {
            throw new IllegalStateException("No text, but opcode " + frame.opcode() + " "
                    + (frame.opcode() == CLOSE ? frame.closeCode() + " " + frame.closeReason() : ""));
        }
        return frame.text();
    }

    /** All text frames up to and with the first that fits. */
    public List<String> hearUntil(Predicate<String> last) {
        var heard = new ArrayList<String>();
        do {
            heard.add(hear());
        } while (!last.test(heard.getLast()));

        return heard;
    }

    /** Reads on to the close frame, and gives it. */
    public Frame readToClose() {
        var frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame;
    }

    /** Reads on to the end of the connection. Fails if it stays open for long. */
    public void readToEnd() {
        try {
            while (true) {
                readFrame();
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException _) {
            // that is the end
        }
    }

    public void patience(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame readFrame() throws IOException {
        var whole = new ByteArrayOutputStream();
        var opcode = 0;
        while (true) {
            var head = in.readUnsignedByte();
            var length = (long) in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            opcode = (head & 0x0f) == 0 ? opcode : head & 0x0f;
            whole.writeBytes(in.readNBytes((int) length));
            if ((head & FINAL) != 0) {
                return new Frame(opcode, whole.toByteArray());
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException("The connection ended after: " + head);
            }
            head.append((char) next);
        }

        return head.toString();
    }
}
