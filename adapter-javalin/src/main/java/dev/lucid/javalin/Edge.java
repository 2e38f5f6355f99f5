package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What requests go through and answers carry whatever was asked: the request's id, which pages of other origins a browser
 * may show the answer to, and that it is counted.
 */
final class Edge {
    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;
    private static final int MAX_REQUESTED = 1_024;

    private static final String ROUTE = "lucid.route";
    private static final String WATCHED = "lucid.watched";

    private final Identity identity;
    private final Optional<Metrics> metrics;
    private final RequestWatch watch;

    Edge(Identity identity, Optional<Metrics> metrics, RequestWatch watch) {
        this.identity = requireNonNull(identity, "identity");
        this.metrics = requireNonNull(metrics, "metrics");
        this.watch = requireNonNull(watch, "watch");
    }

    /** Puts the headers that every answer to {@code request} has, also one that tells of a failure. */
    void began(Context context, Request request) {
        var id = Trace.began(context, request);
        if (!request.isUpgrade()) {
            context.attribute(WATCHED, watch.began(new RequestWatch.Arrival(request.method(), id, trace(request))));
        }
        context.header("Vary", "Origin");
        allowed(request).ifPresent(origin -> {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Allow-Credentials", "true");
            context.header("Access-Control-Expose-Headers", "Retry-After, X-Request-ID");
        });
    }

    /** The request has come to that route. */
    void routed(Context context, Route route) {
        context.attribute(ROUTE, route.path());
        Trace.routed(context);
    }

    /** The answer is given, after so many milliseconds. */
    void ended(Context context, float millis) {
        var route = Optional.<String>ofNullable(context.attribute(ROUTE)).orElse("none");
        var took = Duration.ofNanos((long) (millis * 1_000_000));
        metrics.ifPresent(counted ->
                counted.answered(context.req().getMethod(), route, context.res().getStatus(), took));
        Optional.<RequestWatch.Watched>ofNullable(context.attribute(WATCHED))
                .ifPresent(watched -> watched.ended(route, context.res().getStatus()));
        Trace.ended();
    }

    private static Map<String, String> trace(Request request) {
        return Stream.of("traceparent", "tracestate")
                .filter(header -> request.only(header).isPresent())
                .collect(Collectors.toMap(
                        header -> header, header -> request.only(header).orElseThrow()));
    }

    /** The answer to a browser that asks whether it may ask; empty if that is not the question. */
    Optional<Answer> preflight(Request request) {
        if (!request.method().equals("OPTIONS")
                || request.only("access-control-request-method").isEmpty()
                || request.all("origin").isEmpty()) {
            return Optional.empty();
        }
        if (allowed(request).isEmpty()) {
            return Optional.of(Answer.problem(
                    FORBIDDEN, "Pages of this origin must not use this server: add it to ALLOWED_ORIGINS."));
        }

        return Optional.of(new Answer(NO_CONTENT, "application/json", "", Map.of())
                .with("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
                .with("Access-Control-Allow-Headers", requested(request))
                .with("Access-Control-Max-Age", "600"));
    }

    private Optional<String> allowed(Request request) {
        return request.only("origin").filter(identity.origins()::allow);
    }

    /** Whatever the browser would like to send; what is not a list of names is not repeated. */
    private static String requested(Request request) {
        return request.only("access-control-request-headers")
                .filter(names -> names.length() <= MAX_REQUESTED && names.matches("[A-Za-z0-9_, -]*"))
                .orElse("authorization, content-type");
    }
}
