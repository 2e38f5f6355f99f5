package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelayFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ways in through Unix sockets in a folder of this machine, one for each session, never through a port of the network.
 * Listens for none until the first is opened; owns its threads, and closes what is open with itself. Safe for many threads.
 */
public final class SocketRelays implements Relays, AutoCloseable {
    private final RelayFolders folders;
    private final RelayLimits limits;
    private final Map<SandboxSpec, Way> open = new HashMap<>();
    private Optional<RelayListener> listener = Optional.empty();
    private boolean closed;

    /** Clears away what processes that are no more have left in {@code folder}; it need not be there yet. */
    public SocketRelays(Path folder, RelayLimits limits, InstantSource clock) {
        this.folders = new RelayFolders(folder, clock);
        this.limits = requireNonNull(limits, "limits");
        folders.sweep();
    }

    /** One run's way in. */
    private final class Way implements Relay {
        private final SandboxSpec session;
        private final RelayFolders.Place place;
        private final Object identity;
        private final RelayListener.Listening listening;

        Way(SandboxSpec session, RelayFolders.Place place, Object identity, RelayListener.Listening listening) {
            this.session = session;
            this.place = place;
            this.identity = identity;
            this.listening = listening;
        }

        @Override
        public void close() {
            synchronized (open) {
                if (open.remove(session, this)) {
                    RelayFolders.remove(place, identity, Relays.KEY);
                    listening.close();
                }
            }
        }
    }

    @Override
    public Relay open(SandboxSpec session, Secret key, Handler handler) {
        requireNonNull(handler, "handler");
        synchronized (open) {
            if (closed) {
                throw new IllegalStateException("The relays were closed");
            }
            try {
                var way = way(session, key, handler);
                Optional.ofNullable(open.put(session, way)).ifPresent(old -> old.listening.close());

                return way;
            } catch (IOException e) {
                throw new PortFailure.Permanent(
                        "Could not open a relay for session " + session.session() + ": " + e.getMessage(), e);
            }
        }
    }

    private Way way(SandboxSpec session, Secret key, Handler handler) throws IOException {
        if (othersOf(session) >= limits.sockets() / 2) {
            throw new IOException("its user has " + limits.sockets() / 2 + " relays already");
        }

        return folders.make(session, Relays.SOCKET, place -> way(session, place, key, handler));
    }

    private Way way(SandboxSpec session, RelayFolders.Place place, Secret key, Handler handler) throws IOException {
        var listening = listener().listen(place.boundAs(), new RelayListener.Way(session, handler));
        try {
            RelayFolders.lay(place, Relays.KEY, key.reveal() + "\n");

            return new Way(session, place, RelayFolders.show(place), listening);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
    }

    /** How many relays the session's user has in other sessions. */
    private long othersOf(SandboxSpec session) {
        return open.keySet().stream()
                .filter(other -> other.user().equals(session.user()) && !other.equals(session))
                .count();
    }

    private RelayListener listener() throws IOException {
        var running = listener.isPresent() ? listener.get() : RelayListener.start(limits);
        listener = Optional.of(running);

        return running;
    }

    @Override
    public void discard(SandboxSpec session) {
        synchronized (open) {
            Optional.ofNullable(open.get(session)).ifPresent(Way::close);
            folders.discard(session);
        }
    }

    /** Cuts all who are inside and removes their ways in. */
    @Override
    public void close() {
        synchronized (open) {
            closed = true;
            Map.copyOf(open).values().forEach(Way::close);
            listener.ifPresent(RelayListener::close);
            listener = Optional.empty();
        }
    }
}
