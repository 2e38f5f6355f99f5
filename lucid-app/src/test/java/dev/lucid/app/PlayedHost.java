package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plays a GitHub and a GitLab with one user, octocat, and two tokens. */
final class PlayedHost implements AutoCloseable {
    static final String GITHUB_TOKEN = "ghp_valid";
    static final String GITLAB_TOKEN = "glpat_x";

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    PlayedHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** As a host name and a port. */
    String place() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + place();
    }

    /** The paths that were asked for, the earliest first. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        asked.add(path);
        var headers = exchange.getRequestHeaders();
        var known = ("Bearer " + GITHUB_TOKEN).equals(headers.getFirst("Authorization"))
                || Optional.ofNullable(headers.getFirst("Private-Token"))
                        .filter(GITLAB_TOKEN::equals)
                        .isPresent();
        var body = (known ? body(path) : "{\"message\":\"Bad credentials\"}").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String body(String path) {
        return path.endsWith("/user") ? "{\"login\":\"octocat\",\"username\":\"gl_user\",\"name\":\"Octocat\"}" : "[]";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
