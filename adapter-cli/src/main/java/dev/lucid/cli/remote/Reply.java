package dev.lucid.cli.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** What a server answered. {@code again} is how long it wants to be left alone. */
record Reply(int status, JsonNode body, Optional<Duration> again) {
    private static final int OK = 200;

    Reply {
        requireNonNull(body, "body");
        requireNonNull(again, "again");
    }

    boolean isOk() {
        return status == OK;
    }

    /** What went wrong, in the server's words. */
    String detail() {
        var detail = body.path("detail");
        return detail.isTextual() ? detail.textValue() : detail.path("message").asText("it answered " + status);
    }
}
