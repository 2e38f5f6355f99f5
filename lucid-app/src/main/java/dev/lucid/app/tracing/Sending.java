package dev.lucid.app.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;

/** How spans get to a collector: gathered for a moment, sent together, each way with a limit. */
final class Sending {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(2);
    private static final Duration SEND_TIME = Duration.ofSeconds(5);
    private static final Duration GATHERING = Duration.ofSeconds(2);
    private static final RetryPolicy ONCE_MORE = RetryPolicy.builder()
            .setMaxAttempts(2)
            .setInitialBackoff(Duration.ofMillis(300))
            .setMaxBackoff(Duration.ofMillis(300))
            .build();
    private static final int MOST_WAITING = 4_096;

    private Sending() {}

    static SdkTracerProvider to(TraceSettings settings) {
        var processor = BatchSpanProcessor.builder(new OnceTold(exporter(settings), settings.endpoint()))
                .setScheduleDelay(GATHERING)
                .setExporterTimeout(SEND_TIME)
                .setMaxQueueSize(MOST_WAITING)
                .build();
        var name = Attributes.builder().put("service.name", settings.service()).build();

        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(name)))
                .setSampler(sampler(settings))
                .addSpanProcessor(processor)
                .build();
    }

    private static SpanExporter exporter(TraceSettings settings) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .setConnectTimeout(CONNECT_TIME)
                .setRetryPolicy(ONCE_MORE)
                .setTimeout(SEND_TIME);
        settings.headers().forEach((name, value) -> exporter.addHeader(name, value.reveal()));

        return exporter.build();
    }

    private static Sampler sampler(TraceSettings settings) {
        var own = Sampler.traceIdRatioBased(settings.share());

        return settings.parentDecides() ? Sampler.parentBased(own) : own;
    }
}
