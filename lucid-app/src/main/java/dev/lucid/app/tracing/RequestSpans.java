package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.javalin.RequestWatch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a span of each request, within the trace that it belongs to, if it says so. */
final class RequestSpans implements RequestWatch {
    private static final int SERVER_ERROR = 500;

    /** Clients may invent methods. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private static final AttributeKey<List<String>> REQUEST_ID =
            AttributeKey.stringArrayKey("http.request.header.x-request-id");

    private final Tracer tracer;

    RequestSpans(Tracer tracer) {
        this.tracer = requireNonNull(tracer, "tracer");
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // it is closed when the request is answered
    public Watched began(Arrival arrival) {
        var method = METHODS.contains(arrival.method()) ? arrival.method() : "_OTHER";
        var span = tracer.spanBuilder(method)
                .setParent(W3CTraceContextPropagator.getInstance().extract(Context.root(), arrival.trace(), HEADERS))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute(REQUEST_ID, List.of(arrival.id()))
                .startSpan();
        var scope = span.makeCurrent();

        return (route, status) -> {
            scope.close();
            end(span, method, route, status);
        };
    }

    private static void end(Span span, String method, String route, int status) {
        span.updateName(method + " " + route);
        span.setAttribute("http.route", route);
        span.setAttribute("http.response.status_code", status);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
