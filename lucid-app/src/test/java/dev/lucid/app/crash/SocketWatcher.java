package dev.lucid.app.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches a chat over its socket and keeps each frame. */
public final class SocketWatcher implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final AtomicInteger closeCode = new AtomicInteger();
    private final WebSocket socket;

    /** Says {@code first} at once, unless that is empty. */
    public SocketWatcher(URI address, String first) {
        try {
            socket = client.newWebSocketBuilder()
                    .buildAsync(address, new Keeping())
                    .get(20, TimeUnit.SECONDS);
            if (!first.isEmpty()) {
                socket.sendText(first, true).get(20, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new AssertionError("could not watch at " + address, e);
        }
    }

    public List<JsonNode> frames() {
        return frames;
    }

    /** The frames that were made from stored events. */
    public List<JsonNode> stored() {
        return frames.stream().filter(frame -> frame.has("seq")).toList();
    }

    public boolean saw(String status) {
        return frames.stream()
                .anyMatch(frame -> frame.path("type").asText().equals("status")
                        && frame.path("status").asText().equals(status));
    }

    /** Says something more. */
    public void say(String message) {
        try {
            socket.sendText(message, true).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("could not say " + message, e);
        }
    }

    /** The code that the server closed the socket with; 0 as long as it has not. */
    public int closeCode() {
        return closeCode.get();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Keeping implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode.set(code);
            return WebSocket.Listener.super.onClose(from, code, reason);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                try {
                    frames.add(JSON.readTree(message.toString()));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, part, last);
        }
    }
}
