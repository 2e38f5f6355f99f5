package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An HTTP request, also the one that opens a socket. Header names are in lower case.
 *
 * @param path as it was asked for, decoded
 * @param parameters what the braces of the route's path stand for, decoded; empty until there is a route
 * @param query what follows the question mark, decoded
 * @param body as text; empty until the request has come to a route that reads one
 * @param peer who is at the other end of the connection: perhaps a proxy
 */
public record Request(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        String body,
        Peer peer) {
    /** What proxies say that they have passed a request on, besides what begins with X-Forwarded. */
    private static final Set<String> FORWARDED = Set.of("forwarded", "via", "x-real-ip");

    public Request {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        parameters = Map.copyOf(parameters);
        query = query.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, part -> List.copyOf(part.getValue())));
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT), header -> List.copyOf(header.getValue())));
        requireNonNull(body, "body");
        requireNonNull(peer, "peer");
    }

    /** A request of which nothing but its headers matters. */
    public Request(String method, Map<String, List<String>> headers) {
        this(method, "/", Map.of(), Map.of(), headers, "", Peer.HERE);
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

    /** What the part of that name in the route's path stands for; fails where the route has none. */
    public String parameter(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> new IllegalStateException("The route has no part {" + name + "}"));
    }

    /** The query's last value of that name; empty also where it could not be decoded. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).reversed().stream().findFirst();
    }

    /** Whether it asks for a socket. */
    boolean isUpgrade() {
        return !all("sec-websocket-version").isEmpty();
    }

    /** Whether something between the client and the server says that it passed the request on. */
    boolean isForwarded() {
        return headers.keySet().stream()
                .anyMatch(header -> FORWARDED.contains(header) || header.startsWith("x-forwarded-"));
    }

    /** Whether a program of this machine made it, as far as can be seen. */
    boolean isFromHere() {
        return peer.loopback() && !isForwarded();
    }
}
