package dev.lucid.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** A web server on this machine's loopback, which tells whoever asks what for, and by what name. Safe for many threads. */
public final class LoopbackSite implements AutoCloseable {
    private final HttpServer server;

    /** Listens on a free port. */
    public LoopbackSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", LoopbackSite::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var said = "asked for " + exchange.getRequestURI() + " at "
                    + exchange.getRequestHeaders().getFirst("Host") + "\n";
            exchange.sendResponseHeaders(200, said.getBytes(UTF_8).length);
            exchange.getResponseBody().write(said.getBytes(UTF_8));
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
