package dev.lucid.javalin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An HTTP request before its body, also the one that opens a socket. Header names are in lower case. */
public record Request(String method, Map<String, List<String>> headers) {
    public Request {
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT), header -> List.copyOf(header.getValue())));
    }

    /** All values of a header, in order; none if it is not there. */
    public List<String> all(String header) {
        return headers.getOrDefault(header, List.of());
    }

    /** A header's only value; empty if it is not there, or there several times. */
    public Optional<String> only(String header) {
        var values = all(header);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
