package dev.lucid.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands before an engine, passes all on, and lets no container be removed while it is told so; or hangs: takes all that is
 * asked, and answers nothing, until it is well again.
 */
final class FlakyEngine implements AutoCloseable {
    private static final String REFUSAL = "{\"message\":\"device or resource busy\"}";

    private final Path socket;
    private final Path engine;
    private final ServerSocketChannel server;
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final Object mood = new Object();
    private boolean hanging;

    /** Listens at that place. */
    FlakyEngine(Path socket, String engine) throws IOException {
        this.socket = socket;
        this.engine = Path.of(URI.create(engine).getPath());
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::listen);
    }

    String address() {
        return "unix://" + socket;
    }

    void refuse(boolean now) {
        refusing.set(now);
    }

    void hang(boolean now) {
        synchronized (mood) {
            hanging = now;
            mood.notifyAll();
        }
    }

    private void awaitItsRecovery() throws InterruptedException {
        synchronized (mood) {
            while (hanging) {
                mood.wait();
            }
        }
    }

    private void listen() {
        try {
            while (true) {
                var client = server.accept();
                var upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine));
                Thread.ofVirtual().start(() -> pass(client, upstream, true));
                Thread.ofVirtual().start(() -> pass(upstream, client, false));
            }
        } catch (IOException _) {
            // it was closed
        }
    }

    /** A client says the whole of a short request at once, and the next one when it has its answer. */
    private void pass(SocketChannel from, SocketChannel to, boolean asks) {
        var buffer = ByteBuffer.allocate(65_536);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                awaitItsRecovery();
                if (asks
                        && refusing.get()
                        && US_ASCII.decode(buffer.duplicate()).toString().startsWith("DELETE ")) {
                    from.write(
                            US_ASCII.encode("HTTP/1.1 500 No\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                    + "Content-Length: " + REFUSAL.length() + "\r\n\r\n" + REFUSAL));
                    return;
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException | InterruptedException _) {
            // one of them is gone, so the other goes
        }
    }

    @Override
    public void close() throws IOException {
        hang(false);
        server.close();
    }
}
