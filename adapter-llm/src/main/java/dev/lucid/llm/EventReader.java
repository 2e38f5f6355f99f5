package dev.lucid.llm;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cuts a reply into server-sent events. For one thread. */
final class EventReader {
    private final BufferedReader lines;

    EventReader(InputStream bytes) {
        this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** The next event; nothing when the reply is over. The last one may be cut, if the end of the bytes cuts it. */
    @Nullable
    ServerSentEvent next() {
        String name = null;
        var data = new StringBuilder();
        for (var line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new ServerSentEvent(name, data.toString());
                }
                name = null;
            } else if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n")
                        .append(line.substring("data:".length()).strip());
            }
        }

        return data.isEmpty() ? null : new ServerSentEvent(name, data.toString());
    }

    private @Nullable String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
