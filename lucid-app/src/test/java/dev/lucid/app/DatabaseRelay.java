package dev.lucid.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A fixed address for a database that comes back on another port. While it leads nowhere, it takes no connection. */
final class DatabaseRelay implements AutoCloseable {
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile OptionalInt target = OptionalInt.empty();

    DatabaseRelay() throws IOException {
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    void leadTo(int port) {
        target = OptionalInt.of(port);
    }

    /** Cuts all connections. */
    void leadNowhere() {
        target = OptionalInt.empty();
        open.forEach(DatabaseRelay::closed);
        open.clear();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        leadNowhere();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                if (target.isPresent()) {
                    join(client, new Socket(InetAddress.getLoopbackAddress(), target.getAsInt()));
                } else {
                    closed(client);
                }
            } catch (IOException _) {
                // closed, or nobody is behind it: the next one may be luckier
            }
        }
    }

    private void join(Socket client, Socket database) {
        open.add(client);
        open.add(database);
        Thread.ofVirtual().start(() -> pass(client, database));
        Thread.ofVirtual().start(() -> pass(database, client));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one side is gone, and so the other
        }
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
