package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** What an HTTP request is answered with: a status, a text of some type, and headers besides what all answers have. */
public record Answer(int status, String type, String body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    public Answer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("Not the status of an answer: " + status);
        }
        requireNonNull(type, "type");
        requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    /** JSON with a status. */
    public Answer(int status, String json) {
        this(status, JSON, json, Map.of());
    }

    /** All went well. */
    public static Answer ok(String json) {
        return new Answer(200, json);
    }

    /** All went well, with a text of that media type. */
    public static Answer text(String type, String body) {
        return new Answer(200, type, body, Map.of());
    }

    /** It did not go well, and {@code detail} says why, to a person. */
    public static Answer problem(int status, String detail) {
        return new Answer(status, new JsonObject().put("detail", detail).end());
    }

    /** The same with one more header. */
    public Answer with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);

        return new Answer(status, type, body, more);
    }
}
