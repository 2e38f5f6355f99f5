package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command's own words go. Once writing has failed, nothing more is written: whoever read it is gone, and
 * {@link #failure} says so. For one thread.
 */
public final class Output {
    private final OutputStream stream;
    private Optional<String> failure = Optional.empty();

    public Output(OutputStream stream) {
        this.stream = requireNonNull(stream, "stream");
    }

    /** Writes text, and hands it on at once. */
    public void write(String text) {
        if (failure.isPresent()) {
            return;
        }
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Writes a line. */
    public void line(String text) {
        write(text + "\n");
    }

    /** Why nothing can be written any more; empty while something can. */
    public Optional<String> failure() {
        return failure;
    }

    /** Whether the reader left, as {@code head} does: no fault of anybody. */
    public boolean readerLeft() {
        return failure.filter(why -> why.contains("Broken pipe")).isPresent();
    }
}
