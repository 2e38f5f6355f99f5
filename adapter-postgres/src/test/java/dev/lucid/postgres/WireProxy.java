package dev.lucid.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL and misbehaves: it can swallow notices, as a transaction pooler does, cut a
 * connection when a COMMIT is on its way, before or after the server has got it, and refuse everybody.
 */
final class WireProxy implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket door;
    private final DatabaseAddress behind;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cutsBefore = new AtomicInteger();
    private final AtomicInteger cutsAfter = new AtomicInteger();
    private volatile boolean swallowsNotices;
    private volatile boolean refuses;

    private WireProxy(ServerSocket door, DatabaseAddress behind) {
        this.door = door;
        this.behind = behind;
        this.port = Integer.parseInt(behind.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    static WireProxy before(DatabaseAddress behind) throws IOException {
        var proxy = new WireProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behind);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    DatabaseAddress address() {
        // A prepared COMMIT would go by a number that the proxy does not know.
        var url = behind.jdbcUrl()
                        .replaceAll(":\\d+/", ":" + door.getLocalPort() + "/")
                        .replaceAll("&prepareThreshold=\\d+", "")
                + "&sslmode=disable";
        return new DatabaseAddress(url, behind.user(), behind.password());
    }

    void swallowNotices() {
        swallowsNotices = true;
    }

    /** The next COMMIT never reaches the server. */
    void cutBeforeCommit() {
        cutsBefore.incrementAndGet();
    }

    /** The next COMMIT reaches the server, whose answer reaches nobody. */
    void cutAfterCommit() {
        cutsAfter.incrementAndGet();
    }

    boolean hasCut() {
        return cutsBefore.get() == 0 && cutsAfter.get() == 0;
    }

    void refuse() throws IOException {
        refuses = true;
        for (var socket : open) {
            socket.close();
        }
    }

    void admit() {
        refuses = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
        refuse();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                if (refuses) {
                    client.close();
                    continue;
                }
                var server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> quietly(client, server, () -> toServer(client, server)));
                Thread.ofVirtual().start(() -> quietly(client, server, () -> toClient(server, client)));
            } catch (IOException _) {
                // The door is closed, or the server is gone: the client will notice.
            }
        }
    }

    private void toServer(Socket client, Socket server) throws IOException {
        var buffer = new byte[1 << 16];
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            boolean commit = contains(buffer, read);
            if (commit && take(cutsBefore)) {
                return;
            }
            if (commit && take(cutsAfter)) {
                out.write(buffer, 0, read);
                server.shutdownOutput();
                server.getInputStream().readAllBytes();
                return;
            }
            out.write(buffer, 0, read);
        }
    }

    private void toClient(Socket server, Socket client) throws IOException {
        var in = new DataInputStream(server.getInputStream());
        var out = new DataOutputStream(client.getOutputStream());
        while (true) {
            int type = in.read();
            if (type < 0) {
                return;
            }
            int length = in.readInt();
            var body = in.readNBytes(length - Integer.BYTES);
            if (type == 'A' && swallowsNotices) {
                continue;
            }
            synchronized (client) {
                out.writeByte(type);
                out.writeInt(length);
                out.write(body);
                out.flush();
            }
        }
    }

    private void quietly(Socket client, Socket server, Pump pump) {
        try (client;
                server) {
            pump.run();
        } catch (IOException _) {
            // One side is gone, and so the other goes.
        } finally {
            open.remove(client);
            open.remove(server);
        }
    }

    private static boolean take(AtomicInteger cuts) {
        return cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private static boolean contains(byte[] buffer, int length) {
        for (int i = 0; i + COMMIT.length <= length; i++) {
            int same = 0;
            while (same < COMMIT.length && buffer[i + same] == COMMIT[same]) {
                same++;
            }
            if (same == COMMIT.length) {
                return true;
            }
        }
        return false;
    }

    private interface Pump {
        void run() throws IOException;
    }
}
