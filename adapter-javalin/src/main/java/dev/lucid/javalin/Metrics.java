package dev.lucid.javalin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a server counts of itself, as Prometheus reads it: how many requests it answered, how and how quickly, and whatever
 * the program wants to show besides. Requests are told apart by their route, its path with the names of its parts, and
 * never by what a client sent. Safe for many threads.
 */
public final class Metrics {
    /** The media type of {@link #text}. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** Clients may invent methods. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private record Shown(String name, String description, Supplier<Number> value) {
        void in(PrometheusMeterRegistry registry) {
            Gauge.builder(name, value).description(description).register(registry);
        }
    }

    private final List<Shown> gauges = new ArrayList<>();
    private volatile Optional<PrometheusMeterRegistry> made = Optional.empty();

    /**
     * Shows what {@code value} gives whenever somebody looks.
     *
     * @param name in parts, such as {@code lucid.turns.running}
     */
    public synchronized void gauge(String name, String description, Supplier<Number> value) {
        var gauge = new Shown(name, description, value);
        gauges.add(gauge);
        made.ifPresent(gauge::in);
    }

    /** A request was answered. {@code route} is its path before the names in it were filled in. */
    void answered(String method, String route, int status, Duration took) {
        Timer.builder("http.server.requests")
                .description("Answered requests")
                .tag("method", METHODS.contains(method) ? method : "other")
                .tag("route", route)
                .tag("status", String.valueOf(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry())
                .record(took);
    }

    /** All that is counted, as it is now. */
    String text() {
        return registry().scrape();
    }

    private PrometheusMeterRegistry registry() {
        return made.orElseGet(this::make);
    }

    /** Not before the first answer: making one takes a good part of a server's start. */
    private synchronized PrometheusMeterRegistry make() {
        if (made.isEmpty()) {
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            gauges.forEach(gauge -> gauge.in(registry));
            made = Optional.of(registry);
        }

        return made.orElseThrow();
    }
}
