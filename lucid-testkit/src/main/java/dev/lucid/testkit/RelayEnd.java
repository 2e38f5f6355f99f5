package dev.lucid.testkit;

import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What listens for a session outside its sandbox, and gives back each piece that it is sent. Safe for many threads. */
public final class RelayEnd implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final ServerSocketChannel server;
    private final Path socket;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    /** In the folder where whoever makes sandboxes looks for it. */
    public RelayEnd(Path workspaces, SandboxSpec spec) {
        try {
            var folder =
                    workspaces.resolve(Relays.FOLDER).resolve(spec.session().toString());
            Files.createDirectories(folder);
            open(folder, "rwxr-xr-x");
            socket = folder.resolve(Relays.SOCKET);
            Files.writeString(folder.resolve(Relays.KEY), "the key of " + spec.session() + "\n");
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
            open(socket, "rw-rw-rw-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    private static void open(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** How many are connected now. */
    int connections() {
        return connections.size();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> giveBack(connection));
            } catch (IOException _) {
                // closed: nobody comes any more
            }
        }
    }

    private void giveBack(SocketChannel connection) {
        var block = ByteBuffer.allocate(BLOCK);
        try (connection) {
            while (connection.read(block.clear()) >= 0) {
                block.flip();
                while (block.hasRemaining()) {
                    connection.write(block);
                }
            }
            connection.shutdownOutput();
        } catch (IOException _) {
            // the other side is gone
        } finally {
            connections.remove(connection);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var connection : connections) {
                connection.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
