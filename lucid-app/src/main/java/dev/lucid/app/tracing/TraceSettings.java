package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import java.net.URI;
import java.util.Map;

/**
 * Where traces go, and which of them.
 *
 * @param endpoint what takes traces by OTLP over HTTP, path and all
 * @param headers what it is shown with each request: often a key
 * @param service the name that Lucid goes by there
 * @param share how many of the traces that begin here are kept, from 0 to 1
 * @param parentDecides whether a request that belongs to a trace already is kept if that trace is
 */
public record TraceSettings(
        URI endpoint, Map<String, Secret> headers, String service, double share, boolean parentDecides) {
    public TraceSettings {
        requireNonNull(endpoint, "endpoint");
        headers = Map.copyOf(headers);
        requireNonNull(service, "service");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share lies between 0 and 1, not at " + share);
        }
    }
}
