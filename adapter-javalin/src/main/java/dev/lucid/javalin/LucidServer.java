package dev.lucid.javalin;

import dev.lucid.port.PortFailure;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: carries the given wires on one port. Every request and every socket's message has a virtual thread of
 * its own, so the verbs behind the wires may block.
 */
public final class LucidServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LucidServer.class);

    private static final int NOT_FOUND = 404;
    /** One frame at a time is written by a {@link Line}; besides it a ping, a pong, a close. */
    private static final int MAX_OUTGOING_FRAMES = 8;

    /** What the system may hold for a client that does not read; left to itself it would take megabytes for each. */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    private static final int FIRST_FREE_PORT = 1024;
    private static final Duration SOCKET_IDLE = Duration.ofMinutes(5);
    private static final Duration HTTP_STOP = Duration.ofSeconds(1);

    /** When the server stops, clients that keep a connection in store are cut well before the whole stop is over. */
    private static final Duration HTTP_IDLE_STOP = Duration.ofMillis(200);

    private final ServerSettings settings;
    private final Identity identity;
    private final Optional<Metrics> metrics;
    private final RequestWatch watch;
    private final LongSupplier nanos;
    private final List<Wire> wires;
    private final Lines lines;
    private final Javalin javalin;
    private List<Route> routes = List.of();

    /** A server that does not listen yet. It owns the wires, and closes them with itself. */
    public LucidServer(ServerSettings settings, Identity identity, List<Wire> wires) {
        this(settings, identity, wires, Optional.empty(), RequestWatch.none(), System::nanoTime);
    }

    /** A server that counts what it does, tells it at {@code /metrics} to whoever runs it, and is watched. */
    public LucidServer(
            ServerSettings settings, Identity identity, List<Wire> wires, Metrics metrics, RequestWatch watch) {
        this(settings, identity, wires, Optional.of(metrics), watch, System::nanoTime);
    }

    /** The same, which counts requests by a clock that is given. */
    LucidServer(
            ServerSettings settings,
            Identity identity,
            List<Wire> wires,
            Optional<Metrics> metrics,
            RequestWatch watch,
            LongSupplier nanos) {
        this.settings = settings;
        this.identity = identity;
        this.metrics = metrics;
        this.watch = watch;
        this.nanos = nanos;
        this.wires = List.copyOf(wires);
        this.lines = new Lines(settings);
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Listens, and returns once requests are served. Fails with a permanent {@link PortFailure} that says what to do
     * where the address can't be had.
     */
    public void start() {
        var address = address();
        if (!address.isLoopbackAddress() && !identity.isFitForNetworks()) {
            throw new PortFailure.Permanent(listening()
                    + ": whoever reaches it would be let in, as nobody is asked for credentials. Use 127.0.0.1.");
        }
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new PortFailure.Permanent(whyNot(address), e);
        } catch (JavalinException e) {
            var cause = Optional.ofNullable(e.getCause()).orElse(e);
            throw new PortFailure.Permanent(listening() + ": " + cause.getMessage(), e);
        }
        LOG.info("Listening on http://{}:{}", settings.host(), port());
    }

    /** The port that the server listens on, once it does. */
    public int port() {
        return javalin.port();
    }

    /** All that the server answers. */
    public List<Route> routes() {
        return routes;
    }

    /** How many sockets are open. */
    public int sockets() {
        return lines.count();
    }

    /** Takes no more requests, closes all sockets, and gives everything back, within the limits of the settings. */
    @Override
    public void close() {
        lines.closeAll(settings.stopLimit());
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("Not all requests were over in time; they were cut", e);
        }
        wires.forEach(Wire::close);
        lines.close();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.jetty.addConnector(this::connector);
        config.jetty.modifyHttpConfiguration(LucidServer::keepQuiet);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(HTTP_STOP.toMillis());
            server.setErrorHandler(new PlainErrors());
        });
        config.jetty.modifyServletContextHandler(LucidServer::keepNothing);
        config.jetty.modifyWebSocketServletFactory(LucidServer::bound);
        var edge = new Edge(identity, metrics, watch);
        config.requestLogger.http(edge::ended);
        var laid = new JavalinRoutes(
                config.routes,
                new Gate(identity, settings.limits(), nanos),
                edge,
                lines,
                settings.limits().maxBodyBytes());
        laid.layCommon();
        Manual.lay(laid, laid::document);
        metrics.ifPresent(counted -> show(counted, laid));
        wires.forEach(wire -> wire.lay(laid));
        routes = laid.table();
    }

    private void show(Metrics counted, Routes laid) {
        counted.gauge("lucid.sockets.open", "Open sockets", lines::count);
        laid.open(
                Method.GET,
                "/metrics",
                request -> identity.isOperator(request)
                        ? Answer.text(Metrics.TYPE, counted.text())
                        : Answer.problem(NOT_FOUND, "Not Found"));
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.setShutdownIdleTimeout(HTTP_IDLE_STOP.toMillis());
        connector.addBean(new Crowds(settings.limits().perAddress()));
        server.addBean(new NetworkConnectionLimit(settings.limits().connections(), connector));

        return connector;
    }

    private static void keepQuiet(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
    }

    /** Javalin makes a session for each socket, which would stay for ever: this cache forgets them at once. */
    private static void keepNothing(ServletContextHandler context) {
        var sessions = context.getSessionHandler();
        var cache = new NullSessionCache(sessions);
        cache.setSessionDataStore(new NullSessionDataStore());
        sessions.setSessionCache(cache);
        sessions.setUsingCookies(false);
        context.setErrorHandler(new PlainErrors());
    }

    private static void bound(JettyWebSocketServletFactory sockets) {
        sockets.setIdleTimeout(SOCKET_IDLE);
        sockets.setMaxTextMessageSize(Line.FROM_STRANGERS);
        sockets.setMaxBinaryMessageSize(Line.FROM_STRANGERS);
        sockets.setMaxOutgoingFrames(MAX_OUTGOING_FRAMES);
        // Compression would have each watcher's frames made and remembered apart.
        sockets.getAvailableExtensionNames().remove("permessage-deflate");
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new PortFailure.Permanent(
                    listening() + ": there is no host of that name. Use 127.0.0.1, or name another with --host.", e);
        }
    }

    private String whyNot(InetAddress address) {
        if (!isOurs(address)) {
            return listening()
                    + ": this machine does not have that address. Use 127.0.0.1, or name another with --host.";
        }
        var taken = "another program has this port. Stop it, or choose another port with --port or PORT.";
        var forbidden = "this port is taken, or only the administrator may use it. Choose one above 1023 with --port.";

        return listening() + ": " + (settings.port() < FIRST_FREE_PORT ? forbidden : taken);
    }

    private String listening() {
        return "Could not listen on " + settings.host() + ":" + settings.port();
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return true;
        }
    }
}
