package dev.lucid.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server of repositories on the loopback: the real {@code git http-backend} behind the JDK's web server. */
final class GitServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final Path root;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<String> token = Optional.empty();

    private GitServer(HttpServer server, String scheme, Path root) {
        this.server = server;
        this.scheme = scheme;
        this.root = root;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** Serves the bare repositories below a folder to everybody, for reading and writing. */
    static GitServer plain(Path root) throws IOException {
        return new GitServer(HttpServer.create(loopback(), 0), "http", root);
    }

    static GitServer tls(Path root, SSLContext identity) throws IOException {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return new GitServer(server, "https", root);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    /** Sends whoever asks for something below {@code path} to that other place. */
    void redirect(String path, String target) {
        server.createContext(path, exchange -> {
            try (exchange) {
                String rest = exchange.getRequestURI().toString().substring(path.length());
                exchange.getResponseHeaders().add("Location", target + rest);
                exchange.sendResponseHeaders(302, -1);
            }
        });
    }

    /** From now on lets in whoever shows that token, as any user, and nobody else. */
    void protectWith(String wanted) {
        token = Optional.of(wanted);
    }

    private boolean letsIn(HttpExchange exchange) {
        String shown = orEmpty(exchange.getRequestHeaders().getFirst("Authorization"));

        return token.isEmpty()
                || (shown.startsWith("Basic ")
                        && new String(Base64.getDecoder().decode(shown.substring(6)), ISO_8859_1)
                                .endsWith(":" + token.get()));
    }

    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    String url(String path) {
        return scheme + "://" + host() + path;
    }

    List<String> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            if (!letsIn(exchange)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Process process = backend(exchange).start();
            try (var in = process.getOutputStream()) {
                exchange.getRequestBody().transferTo(in);
            }
            try (var out = new BufferedInputStream(process.getInputStream())) {
                exchange.sendResponseHeaders(copyHead(out, exchange), 0);
                out.transferTo(exchange.getResponseBody());
            }
        }
    }

    private ProcessBuilder backend(HttpExchange exchange) {
        var builder = new ProcessBuilder("git", "-c", "http.receivepack=true", "http-backend");
        var environment = builder.environment();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("QUERY_STRING", orEmpty(exchange.getRequestURI().getRawQuery()));
        environment.put("CONTENT_TYPE", orEmpty(exchange.getRequestHeaders().getFirst("Content-Type")));
        environment.put(
                "HTTP_CONTENT_ENCODING", orEmpty(exchange.getRequestHeaders().getFirst("Content-Encoding")));
        environment.put("GIT_PROTOCOL", orEmpty(exchange.getRequestHeaders().getFirst("Git-Protocol")));

        return builder;
    }

    private static int copyHead(InputStream out, HttpExchange exchange) throws IOException {
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            String name = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(name, value);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
