package dev.lucid.egress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A real web server on the loopback that remembers what it was asked. */
final class TestSite implements AutoCloseable {
    private final HttpServer server;
    private final boolean tls;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();

    private TestSite(HttpServer server, boolean tls) {
        this.server = server;
        this.tls = tls;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static TestSite plain() throws IOException {
        return new TestSite(HttpServer.create(loopback(), 0), false);
    }

    static TestSite tls(SSLContext identity) throws IOException {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return new TestSite(server, true);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    TestSite page(String path, String contentType, byte[] body) {
        return on(path, exchange -> {
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", contentType);
            }
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    TestSite redirect(String path, String location) {
        return on(path, exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    TestSite on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            remember(exchange);
            try (exchange) {
                handler.handle(exchange);
            }
        });
        return this;
    }

    private void remember(HttpExchange exchange) {
        requests.add(exchange.getRequestURI().toString());
        headers.addAll(exchange.getRequestHeaders().keySet());
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return (tls ? "https" : "http") + "://localhost:" + port() + path;
    }

    List<String> requests() {
        return requests;
    }

    List<String> headerNames() {
        return headers;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
