package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Says its name to whoever connects, then repeats what it hears. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();

    EchoServer(String address, int port, String name) throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> echo(socket, name));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), port());
    }

    int connections() {
        return connections.get();
    }

    private static void echo(Socket socket, String name) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(name.getBytes(ISO_8859_1));
            socket.getInputStream().transferTo(out);
        } catch (IOException e) {
            // the peer left
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
