package dev.lucid.cli.remote;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The frames that come over one socket, one after the other. For one thread, besides the client's own. */
final class SocketFrames implements AutoCloseable {
    private static final String PATH = "/api/v1/ws";
    private static final Duration OPENING = Duration.ofSeconds(20);
    private static final Duration SENDING = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(25);
    private static final int MAX_FRAME = 16 << 20;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** What comes over a socket. Closed for ever. */
    sealed interface Heard {
        record Frame(String text) implements Heard {}

        /** It is over; without a code the connection broke. */
        record Over(Optional<Integer> code, String reason) implements Heard {}
    }

    private final RemoteServer server;
    private final WebSocket socket;
    private final BlockingQueue<Heard> heard;

    private SocketFrames(RemoteServer server, WebSocket socket, BlockingQueue<Heard> heard) {
        this.server = requireNonNull(server, "server");
        this.socket = requireNonNull(socket, "socket");
        this.heard = requireNonNull(heard, "heard");
    }

    /** Opens a socket and says that first; fails as the server's routes do. */
    static SocketFrames open(RemoteServer server, String first) {
        // Holds one frame at a time, as the next is asked for when the last is taken.
        var heard = new LinkedBlockingQueue<Heard>();
        try {
            var socket = server.socket()
                    .buildAsync(server.address().socket(PATH), new Ear(heard))
                    .get(OPENING.toSeconds(), TimeUnit.SECONDS);
            var frames = new SocketFrames(server, socket, heard);
            frames.say(first);
            return frames;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refusal
                    && isRefusal(refusal.getResponse().statusCode())) {
                throw server.refused();
            }
            throw broken(server, e);
        } catch (TimeoutException e) {
            throw broken(server, e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("opening a socket to " + server.address(), e);
        }
    }

    private static boolean isRefusal(int status) {
        return status == UNAUTHORIZED || status == FORBIDDEN;
    }

    /** The next thing that comes. Where nothing does for a while, the server is asked whether it is still there. */
    Heard next() {
        try {
            var next = Optional.ofNullable(heard.poll(SILENCE.toSeconds(), TimeUnit.SECONDS));
            if (next.isEmpty()) {
                say("{\"type\":\"ping\"}");
                next = Optional.ofNullable(heard.poll(SILENCE.toSeconds(), TimeUnit.SECONDS));
            }
            socket.request(1);
            return next.orElseGet(() -> new Heard.Over(Optional.empty(), "silence"));
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("watching over a socket", e);
        }
    }

    private void say(String text) {
        try {
            socket.sendText(text, true).get(SENDING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw broken(server, e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("speaking over a socket", e);
        }
    }

    private static PortFailure broken(RemoteServer server, Exception cause) {
        return new PortFailure.Transient("The connection to " + server.address() + " broke.", cause);
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Puts frames together. */
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<Heard> heard;
        private final StringBuilder text = new StringBuilder();

        Ear(BlockingQueue<Heard> heard) {
            this.heard = heard;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (text.length() > MAX_FRAME) {
                heard.add(new Heard.Over(Optional.empty(), "a frame without end"));
                socket.abort();
            } else if (last) {
                heard.add(new Heard.Frame(text.toString()));
                text.setLength(0);
            } else {
                socket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add(new Heard.Over(Optional.of(code), reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            heard.add(new Heard.Over(Optional.empty(), String.valueOf(failure.getMessage())));
        }
    }
}
