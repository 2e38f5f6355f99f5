package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.lucid.javalin.JsonObject;
import java.util.TreeMap;

/**
 * Log lines for programs: an object a line, with what the line is about as fields of its own. Secrets are taken out before
 * JSON writes them otherwise.
 */
final class JsonLogLines extends EncoderBase<ILoggingEvent> {
    private final Masking masking;

    JsonLogLines(Masking masking) {
        this.masking = requireNonNull(masking, "masking");
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new JsonObject()
                .put("time", event.getInstant().toString())
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("thread", masking.of(event.getThreadName()))
                .put("message", masking.of(event.getFormattedMessage()));
        new TreeMap<>(event.getMDCPropertyMap()).forEach((name, value) -> line.put(name, masking.of(value)));
        if (event.getThrowableProxy() != null) {
            line.put("failure", masking.of(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }

        return (line.end() + "\n").getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
