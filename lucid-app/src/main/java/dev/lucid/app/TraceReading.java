package dev.lucid.app;

import dev.lucid.app.tracing.TraceSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where traces go from the variables that OpenTelemetry has for it. */
final class TraceReading {
    private static final String USUAL_SAMPLER = "parentbased_always_on";

    private TraceReading() {}

    static Optional<TraceSettings> of(LucidConfig config) {
        var disabled = config.text(Variable.OTEL_SDK_DISABLED)
                .filter(flag -> Set.of("true", "1").contains(flag.toLowerCase(Locale.ROOT)));

        return disabled.isPresent() ? Optional.empty() : endpoint(config).map(endpoint -> settings(config, endpoint));
    }

    private static Optional<URI> endpoint(LucidConfig config) {
        return config.address(Variable.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
                .or(() -> config.text(Variable.OTEL_EXPORTER_OTLP_ENDPOINT)
                        .map(base -> URI.create(base.replaceFirst("/+$", "") + "/v1/traces")));
    }

    private static TraceSettings settings(LucidConfig config, URI endpoint) {
        var sampler =
                config.text(Variable.OTEL_TRACES_SAMPLER).orElse(USUAL_SAMPLER).toLowerCase(Locale.ROOT);
        var share = sampler.endsWith("always_on")
                ? 1.0
                : sampler.endsWith("always_off")
                        ? 0.0
                        : config.text(Variable.OTEL_TRACES_SAMPLER_ARG)
                                .map(Double::parseDouble)
                                .orElse(1.0);

        return new TraceSettings(
                endpoint,
                config.text(Variable.OTEL_EXPORTER_OTLP_HEADERS)
                        .map(Checks::headersOf)
                        .orElse(Map.of()),
                config.text(Variable.OTEL_SERVICE_NAME).orElse("lucid"),
                share,
                sampler.startsWith("parentbased"));
    }
}
