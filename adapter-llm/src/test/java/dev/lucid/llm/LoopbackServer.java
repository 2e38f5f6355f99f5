package dev.lucid.llm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on this machine's loopback that gives each request to a handler together with the bare connection, so
 * that an answer can be as odd as those of real servers. Closing it cuts what is open.
 */
final class LoopbackServer implements AutoCloseable {
    /** Answers a request on its connection. */
    interface Handler {
        void answer(Asked asked, Line line) throws IOException;
    }

    /** A request: headers by lower-case name. */
    record Asked(String method, String path, Map<String, String> headers, String body) {}

    private final ServerSocket socket;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    LoopbackServer(Handler handler) {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("loopback-" + socket.getLocalPort()).start(() -> accept(handler));
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (var each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Handler handler) {
        try {
            while (closed.getCount() > 0) {
                var connection = socket.accept();
                connection.setTcpNoDelay(true);
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection, handler));
            }
        } catch (IOException _) {
            // closed: nobody asks any more
        }
    }

    private void serve(Socket connection, Handler handler) {
        try (connection) {
            var input = new BufferedInputStream(connection.getInputStream());
            var line = new Line(connection, closed);
            while (!connection.isClosed()) {
                var asked = read(input);
                if (asked == null) {
                    return;
                }
                handler.answer(asked, line);
            }
        } catch (SocketException _) {
            // the other side is gone, which some tests are about
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Asked read(InputStream input) throws IOException {
        var first = line(input);
        if (first.isEmpty()) {
            return null;
        }
        var headers = new HashMap<String, String>();
        for (var header = line(input); !header.isEmpty(); header = line(input)) {
            var colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var words = first.split(" ", -1);

        return new Asked(
                words[0], words[1], Map.copyOf(headers), new String(input.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream input) throws IOException {
        var text = new StringBuilder();
        for (var c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }

        return text.toString();
    }

    /** A connection on which an answer is written. */
    static final class Line {
        private final Socket socket;
        private final OutputStream out;
        private final CountDownLatch serverClosed;

        Line(Socket socket, CountDownLatch serverClosed) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.serverClosed = serverClosed;
        }

        void whole(int status, Map<String, String> headers, String body) throws IOException {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            head(status, headers, "Content-Length: " + bytes.length);
            out.write(bytes);
            out.flush();
        }

        void beginStream() throws IOException {
            head(200, Map.of("Content-Type", "text/event-stream; charset=utf-8"), "Transfer-Encoding: chunked");
            out.flush();
        }

        void piece(byte[] bytes, int from, int to) throws IOException {
            out.write((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, from, to - from);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        void endStream() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /** Ends the connection as a server does whose process has died. */
        void close() throws IOException {
            socket.close();
        }

        /** Ends the connection as a server does whose machine has died. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing more until the other side has enough; whether that came to pass. */
        boolean waitForHangup() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketException _) {
                return serverClosed.getCount() > 0;
            }
        }

        /** Whether the other side has enough within that time. */
        boolean hungUpWithin(Duration time) throws IOException {
            socket.setSoTimeout((int) time.toMillis());
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException _) {
                return false;
            } catch (SocketException _) {
                return true;
            }
        }

        private void head(int status, Map<String, String> headers, String framing) throws IOException {
            var head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n" + framing + "\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
