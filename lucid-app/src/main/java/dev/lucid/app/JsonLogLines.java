package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.lucid.javalin.JsonObject;
import java.util.TreeMap;

/** Log lines for programs: an object a line, with what the line is about as fields of its own. */
final class JsonLogLines extends EncoderBase<ILoggingEvent> {
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
                .put("thread", event.getThreadName())
                .put("message", event.getFormattedMessage());
        new TreeMap<>(event.getMDCPropertyMap()).forEach(line::put);
        if (event.getThrowableProxy() != null) {
            line.put("failure", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }

        return (line.end() + "\n").getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
