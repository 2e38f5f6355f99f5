package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.javalin.RequestWatch;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.LanguageModels;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.TimeUnit;

/**
 * Makes traces of what goes through the ports, and sends them. A turn is a span, and what it does are spans within it; its
 * facts tell when each begins and ends, so that nobody else has to. No span holds what somebody said, wrote or was given.
 * What can't be sent in time is lost, and harms nothing. Safe for many threads.
 */
public final class Tracing implements AutoCloseable {
    /** How long the last spans may take on their way when the process ends. */
    private static final long LAST_SECONDS = 2;

    private final SdkTracerProvider provider;
    private final ChatSpans chats;
    private final RequestSpans requests;

    private Tracing(SdkTracerProvider provider) {
        this.provider = requireNonNull(provider, "provider");
        Tracer tracer = provider.get("dev.lucid");
        this.chats = new ChatSpans(tracer);
        this.requests = new RequestSpans(tracer);
    }

    /** Gets ready to send; nothing is sent before there is something. */
    public static Tracing start(TraceSettings settings) {
        VendorLog.silence();

        return new Tracing(Sending.to(settings));
    }

    /** The log, whose facts are where spans begin and end. */
    public EventLog log(EventLog log) {
        return new TracedLog(log, chats);
    }

    /** The leases, which tell what this process runs. */
    public Leases leases(Leases leases) {
        return new TracedLeases(leases, chats);
    }

    /** The models, each call of which is a span. */
    public LanguageModels models(LanguageModels models) {
        return new TracedModels(models, chats);
    }

    /** Makes a span of each request. */
    public RequestWatch requests() {
        return requests;
    }

    /** Sends what is left, for a moment. */
    @Override
    public void close() {
        var _ = provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
