package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.Comparator;
import java.util.List;

/**
 * Log lines without the configured secrets, should a library ever say one. What is shorter than eight characters is left: it
 * would be found in the middle of other words.
 */
final class MaskedLogLines extends EncoderBase<ILoggingEvent> {
    private static final int SHORTEST = 8;

    private final Encoder<ILoggingEvent> lines;
    private final List<String> secrets;

    MaskedLogLines(Encoder<ILoggingEvent> lines, List<String> secrets) {
        this.lines = requireNonNull(lines, "lines");
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Override
    public byte[] headerBytes() {
        return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var bytes = lines.encode(event);
        if (secrets.isEmpty()) {
            return bytes;
        }
        var text = new String(bytes, UTF_8);
        for (var secret : secrets) {
            text = text.replace(secret, "***");
        }

        return text.getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
