package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on Unix sockets and on nothing else. One platform thread looks after each socket; a request has a virtual thread
 * of its own. Safe for many threads.
 */
final class RelayListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayListener.class);

    private static final int SPARE_THREADS = 16;
    private static final int HEAD_BYTES = 16 * 1024;

    private final Server server;
    private final RelayLimits limits;
    private final Map<Connector, Way> ways = new ConcurrentHashMap<>();

    private RelayListener(RelayLimits limits) {
        this.limits = requireNonNull(limits, "limits");
        var threads = new QueuedThreadPool(limits.sockets() + SPARE_THREADS, 1);
        threads.setName("lucid-relay");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("lucid-relay-request-", 0).factory()));
        server = new Server(threads);
        server.setErrorHandler(new PlainErrors());
        server.setHandler(new SizeLimitHandler(limits.maxBodyBytes(), -1));
        ((SizeLimitHandler) server.getHandler()).setHandler(new RelayRequests(ways::get, limits));
    }

    /** Without any socket yet. */
    static RelayListener start(RelayLimits limits) throws IOException {
        var listener = new RelayListener(limits);
        try {
            listener.server.start();
        } catch (Exception e) {
            throw failed("the relays' server did not start", e);
        }

        return listener;
    }

    /** Whose socket it is, and who answers. */
    record Way(SandboxSpec session, Relays.Handler handler) {}

    /** A socket that is listened on. */
    interface Listening extends AutoCloseable {
        /** Cuts who is connected. */
        @Override
        void close();
    }

    /** Makes a socket there, and answers what comes through it. */
    Listening listen(Path socket, Way way) throws IOException {
        if (ways.size() >= limits.sockets()) {
            throw new IOException("there are " + limits.sockets() + " relays already");
        }
        var connector = new UnixDomainServerConnector(server, 0, 1, new HttpConnectionFactory(http()));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(limits.times().idle().toMillis());
        connector.setShutdownIdleTimeout(1);
        connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        ways.put(connector, way);
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            end(connector);
            throw failed("its socket can't be made", e);
        }

        return () -> end(connector);
    }

    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEAD_BYTES);
        http.setUriCompliance(UriCompliance.RFC3986);

        return http;
    }

    private static IOException failed(String what, Exception cause) {
        return cause instanceof IOException same ? same : new IOException(what + ": " + cause.getMessage(), cause);
    }

    private void end(UnixDomainServerConnector connector) {
        ways.remove(connector);
        connector.getConnectedEndPoints().forEach(endPoint -> endPoint.close(null));
        try {
            connector.stop();
        } catch (Exception e) {
            LOG.warn("A relay did not end as it should: {}", e.toString());
        }
        server.removeConnector(connector);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The relays did not end as they should: {}", e.toString());
        }
    }
}
