package dev.lucid.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers whatever it is asked with the same words and breaks off; or, where it has no words, never answers. */
final class DumbEngine implements AutoCloseable {
    private final Path socket;
    private final String words;
    private final ServerSocketChannel server;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    DumbEngine(Path socket, String words) throws IOException {
        this.socket = socket;
        this.words = words;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::listen);
    }

    String address() {
        return "unix://" + socket;
    }

    /** How many have asked. */
    int asked() {
        return asked.get();
    }

    /** How many have hung up. */
    int left() {
        return left.get();
    }

    private void listen() {
        try {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException _) {
            // it was closed
        }
    }

    private void answer(SocketChannel client) {
        var buffer = ByteBuffer.allocate(65_536);
        try (client) {
            client.read(buffer);
            asked.incrementAndGet();
            if (words.isEmpty()) {
                while (client.read(buffer.clear()) >= 0) {
                    // it says nothing
                }
            } else {
                client.write(US_ASCII.encode(words));
            }
        } catch (IOException _) {
            // then it has hung up as well
        } finally {
            left.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
