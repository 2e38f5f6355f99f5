package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends spans, and says once that they do not arrive, and once that they do again. */
final class OnceTold implements SpanExporter {
    private static final Logger LOG = System.getLogger(OnceTold.class.getName());

    private final SpanExporter exporter;
    private final String where;
    private final AtomicBoolean failing = new AtomicBoolean();

    OnceTold(SpanExporter exporter, URI endpoint) {
        this.exporter = requireNonNull(exporter, "exporter");
        this.where = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        var result = exporter.export(spans);

        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                arrived();
            } else {
                lost(Optional.ofNullable(result.getFailureThrowable()));
            }
        });
    }

    private void arrived() {
        if (failing.compareAndSet(true, false)) {
            LOG.log(Level.INFO, "Traces arrive at {0} again", where);
        }
    }

    private void lost(Optional<Throwable> why) {
        if (failing.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "Traces do not arrive at {0} ({1}): they are lost until they do. Nothing else is harmed.",
                    where,
                    why.map(Throwable::getClass).map(Class::getSimpleName).orElse("no reason is known"));
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
