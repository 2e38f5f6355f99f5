package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The real {@code git http-backend} behind the JDK's web server, which at the same time is the forward proxy that git is
 * told to use: so it sees what the proxy sees, credential included. Behaves by the first folder of the path.
 */
final class GitHttpServer implements AutoCloseable {
    static final String USER = "lucid";
    static final String PASSWORD = "a-secret-of-this-process";

    private final HttpServer server;
    private final Path root;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Shown> shown = new CopyOnWriteArrayList<>();
    private volatile String password = "";
    private volatile String onceKnown = "";

    GitHttpServer(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    WayOut wayOut() {
        return new WayOut("127.0.0.1", server.getAddress().getPort(), USER, PASSWORD);
    }

    /** What a host was shown; empty if nothing. */
    record Shown(String host, String authorization) {}

    /** What stands before private repositories. */
    void protectWith(String password) {
        this.password = password;
    }

    List<Shown> shown() {
        return shown;
    }

    /** What {@code Authorization} says for that pair. */
    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(ISO_8859_1));
    }

    List<String> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            String host = or(exchange.getRequestURI().getHost());
            shown.add(new Shown(host, or(exchange.getRequestHeaders().getFirst("Authorization"))));
            if (!isOurs(or(exchange.getRequestHeaders().getFirst("Proxy-Authorization")))) {
                answer(exchange, 407);
            } else if (path.startsWith("/open/")) {
                backend(exchange, path.substring("/open".length()));
            } else if (path.startsWith("/login/")) {
                askForLogin(exchange);
            } else if (path.startsWith("/private/") || path.startsWith("/slow/")) {
                restricted(exchange, host, path);
            } else if (path.startsWith("/renamed/")) {
                redirect(exchange, "http://" + host + "/private/" + path.substring("/renamed/".length()));
            } else if (path.startsWith("/away/")) {
                redirect(exchange, "http://other.test/login/" + path.substring("/away/".length()));
            } else if (path.startsWith("/stall/")) {
                stall(exchange);
            } else if (path.startsWith("/asking/")) {
                redirectOfTheKnown(exchange);
            } else if (path.startsWith("/read-only/")) {
                readOnly(exchange, path);
            } else if (path.startsWith("/closed/")) {
                answer(exchange, 403);
            } else if (path.startsWith("/broken/")) {
                answer(exchange, 500);
            } else if (path.startsWith("/hang/")) {
                awaitEnd();
            } else if (path.startsWith("/elsewhere/")) {
                redirect(exchange, "file://" + root + "/origin.git");
            } else {
                answer(exchange, 404);
            }
        }
    }

    /** Git says it one way, Java's own client another. */
    private static boolean isOurs(String shown) {
        return shown.equals(basic(USER, PASSWORD)) || shown.equals("Bearer " + PASSWORD);
    }

    /** Whoever knows the password may read and write; below {@code /slow} only once the server is closed. */
    private void restricted(HttpExchange exchange, String host, String path) throws IOException {
        String user = host.contains("gitlab") ? "oauth2" : "x-access-token";
        if (!basic(user, password).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            askForLogin(exchange);
        } else if (path.startsWith("/slow/")) {
            awaitEnd();
        } else {
            backend(exchange, path.substring("/private".length()));
        }
    }

    /** Where those go that have shown something. */
    void redirectOnceKnown(String target) {
        onceKnown = target;
    }

    private void redirectOfTheKnown(HttpExchange exchange) throws IOException {
        if (or(exchange.getRequestHeaders().getFirst("Authorization")).isEmpty()) {
            askForLogin(exchange);
        } else {
            redirect(exchange, onceKnown + "/info/refs");
        }
    }

    private void readOnly(HttpExchange exchange, String path) throws IOException {
        if (or(exchange.getRequestURI().getQuery()).contains("receive-pack")) {
            if (or(exchange.getRequestHeaders().getFirst("Authorization")).isEmpty()) {
                askForLogin(exchange);
            } else {
                answer(exchange, 403);
            }
        } else {
            backend(exchange, path.substring("/read-only".length()));
        }
    }

    private static void askForLogin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
        answer(exchange, 401);
    }

    private static void redirect(HttpExchange exchange, String target) throws IOException {
        String query = or(exchange.getRequestURI().getRawQuery());
        exchange.getResponseHeaders().add("Location", target + (query.isEmpty() ? "" : "?" + query));
        answer(exchange, 302);
    }

    /** Begins an answer and never goes on. */
    private void stall(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('0');
        exchange.getResponseBody().flush();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            ending.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void backend(HttpExchange exchange, String path) throws IOException {
        var builder = new ProcessBuilder("git", "-c", "http.receivepack=true", "http-backend");
        var environment = builder.environment();
        environment.clear();
        environment.putAll(TestGit.ENVIRONMENT);
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", path);
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("QUERY_STRING", or(exchange.getRequestURI().getRawQuery()));
        environment.put("CONTENT_TYPE", or(exchange.getRequestHeaders().getFirst("Content-Type")));
        environment.put("HTTP_CONTENT_ENCODING", or(exchange.getRequestHeaders().getFirst("Content-Encoding")));
        environment.put("GIT_PROTOCOL", or(exchange.getRequestHeaders().getFirst("Git-Protocol")));
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(in);
        }
        try (var out = new BufferedInputStream(process.getInputStream())) {
            int status = copyHead(out, exchange);
            exchange.sendResponseHeaders(status, 0);
            out.transferTo(exchange.getResponseBody());
        }
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

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    private static String or(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void close() {
        ending.countDown();
        server.stop(0);
    }
}
