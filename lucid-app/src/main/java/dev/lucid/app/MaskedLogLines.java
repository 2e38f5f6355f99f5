package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/** Log lines without the configured secrets, where lines say things as they are. */
final class MaskedLogLines extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> lines;
    private final Masking masking;

    MaskedLogLines(Encoder<ILoggingEvent> lines, Masking masking) {
        this.lines = requireNonNull(lines, "lines");
        this.masking = requireNonNull(masking, "masking");
    }

    @Override
    public byte[] headerBytes() {
        return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return masking.of(new String(lines.encode(event), UTF_8)).getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
