package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A GitHub Enterprise and a GitLab in one server of this machine's loopback, in their own words, over the same accounts
 * and repositories; at the same time the forward proxy in front of hosts that users name. One fault at a time takes the
 * place of all answers.
 */
final class FakeHosts implements AutoCloseable {
    static final WayOut NO_WAY = new WayOut("127.0.0.1", 1, "u", "p");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PASSWORD = "the-proxys-own-secret";

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final FakeHostData data = new FakeHostData();
    private volatile Optional<HttpHandler> fault = Optional.empty();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final HttpServer server;

    FakeHosts() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** One request as it came; header names as they were first written, in lower case. */
    record Asked(String method, URI address, Map<String, String> headers, String body) {
        String line() {
            return method + " " + address;
        }
    }

    URI github() {
        return URI.create(root() + "/api/v3");
    }

    URI gitlab() {
        return URI.create(root());
    }

    /** A host that only the way out reaches: its name means nothing to the machine. */
    static URI namedGitlab() {
        return URI.create("http://gitlab.test");
    }

    WayOut wayOut() {
        return new WayOut("127.0.0.1", server.getAddress().getPort(), "lucid", PASSWORD);
    }

    String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answerAllWith(HttpHandler handler) {
        fault = Optional.of(handler);
    }

    /** Keeps an answer back until the server is closed. */
    void awaitEnd() {
        try {
            ending.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var headers = new java.util.TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            var request = new Asked(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
            asked.add(request);
            if (request.address().isAbsolute() && !passesTheProxy(exchange, request)) {
                return;
            }
            Optional<HttpHandler> broken = fault;
            if (broken.isPresent()) {
                broken.get().handle(exchange);
            } else if (request.address().getPath().startsWith("/api/v3/")) {
                new FakeGitHub(this, exchange).answer(request);
            } else {
                new FakeGitLab(this, exchange).answer(request);
            }
        }
    }

    private static boolean passesTheProxy(HttpExchange exchange, Asked request) throws IOException {
        boolean known = ("Bearer " + PASSWORD).equals(request.headers().get("proxy-authorization"));
        if (known && request.address().getHost().equals(namedGitlab().getHost())) {
            return true;
        }
        text(exchange, known ? 403 : 407, "text/plain; charset=utf-8", "refused by the proxy\n");
        return false;
    }

    static JsonNode parsed(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void json(HttpExchange exchange, int status, Object content) throws IOException {
        text(exchange, status, "application/json; charset=utf-8", MAPPER.writeValueAsString(content));
    }

    static void text(HttpExchange exchange, int status, String type, String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The page that the query asks for, and the header by which real hosts say whether another follows. */
    <T> List<T> page(HttpExchange exchange, List<T> all) {
        var query = query(exchange.getRequestURI());
        int size = Integer.parseInt(query.getOrDefault("per_page", "30"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int from = Math.min(all.size(), (page - 1) * size);
        int to = Math.min(all.size(), from + size);
        String address = root() + exchange.getRequestURI().getPath() + "?per_page=" + size + "&page=";
        String links = to < all.size()
                ? "<" + address + (page + 1) + ">; rel=\"next\", <" + address + "9>; rel=\"last\""
                : "<" + address + "1>; rel=\"first\"";
        if (all.size() > size) {
            exchange.getResponseHeaders().set("Link", links);
        }
        return all.subList(from, to);
    }

    static Map<String, String> query(URI address) {
        var query = new java.util.HashMap<String, String>();
        for (String pair : Optional.ofNullable(address.getRawQuery()).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), java.net.URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        ending.countDown();
        server.stop(0);
    }
}
