package dev.lucid.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A client of REST routes. Sends paths as they are, and holds every reply against what the server says of its routes. */
public final class RestClient {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final int port;
    private final String user;
    private final Described described;

    /** What came back. */
    public record Reply(int status, String head, String body) {
        public JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("No JSON: " + body, e);
            }
        }

        /** What an error says. */
        public String detail() {
            return json().path("detail").asText();
        }

        public Optional<String> header(String name) {
            return Arrays.stream(head.split("\r\n"))
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /** Each reply must be as it is {@code described}. */
    RestClient(int port, String user, Described described) {
        this.port = port;
        this.user = user;
        this.described = described;
    }

    /** A client of that user, for a server that describes itself. */
    public static RestClient of(int port, String user) {
        var document = new RestClient(port, user, Described.NOT).get("/openapi.json");

        return new RestClient(port, user, new Described(document::body));
    }

    public Reply get(String path) {
        return send("GET", path, "");
    }

    public Reply delete(String path) {
        return send("DELETE", path, "");
    }

    public Reply post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    public Reply patch(String path, String json) {
        return send("PATCH", path, json);
    }

    public Reply send(String method, String path, String body, String... headers) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
                .append(NamedUsers.HEADER + ": " + user + "\r\n");
        if (bytes.length > 0) {
            head.append("Content-Length: " + bytes.length + "\r\n");
        }
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        var raw = TestClient.exchange(port, (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        var parts = raw.split("\r\n\r\n", 2);

        var reply = new Reply(Integer.parseInt(raw.substring(9, 12)), parts[0], parts[1]);
        described.check(method, path, reply);

        return reply;
    }
}
