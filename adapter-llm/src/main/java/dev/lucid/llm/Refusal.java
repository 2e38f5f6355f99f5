package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider's answer that is no reply: an HTTP status, the headers by lower-case name, and what it says about it. */
record Refusal(int status, Map<String, List<String>> headers, String body) {
    Refusal {
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
    }

    /** The first value of that header. */
    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The {@code error} object that all three providers answer with, here or in the first element of a list; a missing
     * node if the body is something else.
     */
    JsonNode error() {
        var tree = Json.tree(body);
        var first = tree.isArray() ? tree.path(0) : tree;

        return first.path("error").isObject() ? first.path("error") : first;
    }

    /** What the provider says went wrong, as a person may read it. */
    String message() {
        var error = error();
        var said = error.path("message").asText(error.path("error").asText(""));

        var text = said.isBlank() ? body : said;

        return text.isBlank() ? "it gives no reason." : Words.quote(text);
    }
}
