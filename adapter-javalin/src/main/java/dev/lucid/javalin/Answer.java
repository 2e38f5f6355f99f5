package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

/** What an HTTP request is answered with: a status and JSON. */
public record Answer(int status, String json) {
    public Answer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("Not the status of an answer: " + status);
        }
        requireNonNull(json, "json");
    }

    /** All went well. */
    public static Answer ok(String json) {
        return new Answer(200, json);
    }

    /** It did not go well, and {@code detail} says why, to a person. */
    public static Answer problem(int status, String detail) {
        return new Answer(status, new JsonObject().put("detail", detail).end());
    }
}
