package dev.lucid.egress;

import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelayFolders;
import dev.lucid.sandbox.RelaySeats;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ways from inside sandboxes to the hosts that the operator names, and to no other: a forward proxy (CONNECT, and plain http)
 * on a socket for each session, in the folder that {@link Relays} speaks of. A name is looked up once, only if it is named, and
 * exactly what it led to is dialled, if the address policy lets it. Of what a tunnel carries only the name in a TLS hello is looked
 * at, where no port is written. Owns its threads
 * and sockets until it is closed. Safe for many threads.
 */
public final class SandboxOutlets implements AutoCloseable {
    private static final int QUEUE = 64;

    private final RelayFolders folders;
    private final Outlet.Common common;
    private final Map<SandboxSpec, Outlet> open = new HashMap<>();
    private boolean closed;

    /** Clears away what processes that are no more have left in {@code folder}; it need not be there yet. */
    public SandboxOutlets(
            Path folder,
            AllowedHosts hosts,
            AddressPolicy policy,
            NameResolver resolver,
            OutletLimits limits,
            InstantSource clock) {
        this(
                folder,
                hosts,
                new Dialler(policy, resolver, Connector.direct(limits.each().dial())),
                limits,
                clock);
    }

    SandboxOutlets(Path folder, AllowedHosts hosts, Dialler dialler, OutletLimits limits, InstantSource clock) {
        this.folders = new RelayFolders(folder, clock);
        this.common = new Outlet.Common(
                hosts,
                dialler,
                new Lookups(dialler.resolver(), limits.each().dial()),
                limits,
                new RelaySeats(limits.seats()),
                ConnectionWatch.timer("lucid-outlet-timer"));
        folders.sweep();
    }

    /** One run's way out. Closing it cuts whoever is on it. */
    public interface Way extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens a session's way out. One that is open already, or that a process which is no more has left, is replaced.
     */
    public Way open(SandboxSpec session) {
        synchronized (open) {
            if (closed) {
                throw new IllegalStateException("The outlets were closed");
            }
            try {
                var outlet = outlet(session);
                Optional.ofNullable(open.put(session, outlet)).ifPresent(Outlet::cut);

                return () -> close(session, outlet);
            } catch (IOException e) {
                throw new PortFailure.Permanent(
                        "Could not open a way out for session " + session.session() + ": " + e.getMessage(), e);
            }
        }
    }

    private Outlet outlet(SandboxSpec session) throws IOException {
        return folders.make(session, Relays.OUTLET, place -> outlet(session, place));
    }

    private Outlet outlet(SandboxSpec session, RelayFolders.Place place) throws IOException {
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean shown = false;
        try {
            listener.bind(UnixDomainSocketAddress.of(place.boundAs()), QUEUE);
            var identity = RelayFolders.show(place);
            shown = true;

            return Outlet.begin(session, listener, common, () -> RelayFolders.remove(place, identity));
        } finally {
            if (!shown) {
                Quietly.close(listener);
            }
        }
    }

    private void close(SandboxSpec session, Outlet outlet) {
        synchronized (open) {
            if (open.remove(session, outlet)) {
                outlet.close();
            }
        }
    }

    /** Removes what is left of the session's ways out, if there is anything. For the end of a session or of its chat. */
    public void discard(SandboxSpec session) {
        synchronized (open) {
            Optional.ofNullable(open.remove(session)).ifPresent(Outlet::close);
            folders.discard(session);
        }
    }

    /** Cuts whoever is on a way out, and removes them all. */
    @Override
    public void close() {
        synchronized (open) {
            closed = true;
            open.values().forEach(Outlet::close);
            open.clear();
            common.timer().shutdownNow();
            common.lookups().close();
        }
    }
}
