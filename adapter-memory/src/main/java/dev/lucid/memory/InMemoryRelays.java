package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ways in that a program takes by calling {@link #ask} in the place of a sandbox. Bounds nothing: who asks is the program
 * itself. Safe for many threads.
 */
public final class InMemoryRelays implements Relays {
    private static final int FAULT = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;

    private final Map<SandboxSpec, Way> open = new ConcurrentHashMap<>();

    /** Without any way in. */
    public InMemoryRelays() {}

    /** One run's way in. */
    private final class Way implements Relay {
        private final SandboxSpec session;
        private final Secret key;
        private final Handler handler;
        private volatile boolean closed;

        Way(SandboxSpec session, Secret key, Handler handler) {
            this.session = requireNonNull(session, "session");
            this.key = requireNonNull(key, "key");
            this.handler = requireNonNull(handler, "handler");
        }

        Answer answer(Request request) {
            var answer = answered(request);

            return new Answer(answer.status(), answer.headers(), new Cut(answer.body(), this));
        }

        private Answer answered(Request request) {
            try {
                return handler.answer(request);
            } catch (PortFailure e) {
                var status = e instanceof PortFailure.Transient ? UNAVAILABLE : BAD_GATEWAY;
                return Answer.words(status, String.valueOf(e.getMessage()));
            } catch (RuntimeException _) {
                return Answer.words(FAULT, "Something went wrong in Lucid.");
            }
        }

        @Override
        public void close() {
            closed = true;
            open.remove(session, this);
        }
    }

    /** A body that can't be read any more once its way in is closed. */
    private static final class Cut extends FilterInputStream {
        private final Way way;

        Cut(InputStream body, Way way) {
            super(body);
            this.way = way;
        }

        @Override
        public int read() throws IOException {
            refuseIfClosed();

            return super.read();
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            refuseIfClosed();

            return super.read(into, from, most);
        }

        private void refuseIfClosed() throws IOException {
            if (way.closed) {
                throw new IOException("The way in was closed");
            }
        }
    }

    @Override
    public Relay open(SandboxSpec session, Secret key, Handler handler) {
        var way = new Way(session, key, handler);
        Optional.ofNullable(open.put(session, way)).ifPresent(old -> old.closed = true);

        return way;
    }

    @Override
    public void discard(SandboxSpec session) {
        Optional.ofNullable(open.remove(session)).ifPresent(old -> old.closed = true);
    }

    /** Asks as the session's sandbox would; nothing where there is no way in. The answer's body is the caller's to close. */
    public Optional<Answer> ask(SandboxSpec session, Request request) {
        return Optional.ofNullable(open.get(session)).map(way -> way.answer(request));
    }

    /** The key that the session's sandbox is shown, while there is a way in. */
    public Optional<Secret> key(SandboxSpec session) {
        return Optional.ofNullable(open.get(session)).map(way -> way.key);
    }
}
