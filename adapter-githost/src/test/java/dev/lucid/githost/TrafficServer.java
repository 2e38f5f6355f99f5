package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A plain web server in front of one session's traffic, as its sandbox would reach it; remembers every byte it sent. */
final class TrafficServer implements AutoCloseable {
    private static final String ROOT = "/repository.git";

    private final HttpServer server;
    private final GitTraffic traffic;
    private final GitTraffic.Remote remote;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> encodings = new CopyOnWriteArrayList<>();

    TrafficServer(GitTraffic traffic, GitTraffic.Remote remote) throws IOException {
        this.traffic = traffic;
        this.remote = remote;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(ROOT, this::serve);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
    }

    /** All that a client got, heads included. */
    String sent() {
        synchronized (sent) {
            return sent.toString(ISO_8859_1);
        }
    }

    /** How the bodies of requests were packed. */
    List<String> encodings() {
        return encodings;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            encodings.add(headers.getOrDefault("content-encoding", ""));
            var answer = traffic.answer(
                    remote,
                    new GitTraffic.Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath().substring(ROOT.length()),
                            Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                                    .orElse(""),
                            headers,
                            exchange.getRequestBody()),
                    StopSignal.never());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            remember((answer.status() + " " + answer.headers() + "\n").getBytes(ISO_8859_1));
            exchange.sendResponseHeaders(answer.status(), 0);
            try (InputStream body = answer.body()) {
                var block = new byte[8192];
                for (int read = body.read(block); read >= 0; read = body.read(block)) {
                    remember(java.util.Arrays.copyOf(block, read));
                    exchange.getResponseBody().write(block, 0, read);
                }
            }
        }
    }

    private void remember(byte[] bytes) {
        synchronized (sent) {
            sent.writeBytes(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
