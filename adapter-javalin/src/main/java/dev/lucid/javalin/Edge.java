package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** What answers carry whatever was asked: which pages of other origins a browser may show them to. */
final class Edge {
    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;
    private static final int MAX_REQUESTED = 1_024;

    private final Identity identity;

    Edge(Identity identity) {
        this.identity = requireNonNull(identity, "identity");
    }

    /** Puts the headers that every answer to {@code request} has, also one that tells of a failure. */
    void began(Context context, Request request) {
        context.header("Vary", "Origin");
        allowed(request).ifPresent(origin -> {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Allow-Credentials", "true");
            context.header("Access-Control-Expose-Headers", "Retry-After, X-Request-ID");
        });
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
