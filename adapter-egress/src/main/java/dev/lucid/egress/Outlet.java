package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelaySeats;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** One session's way out: a socket that is listened on, and whoever came through it. Safe for many threads. */
final class Outlet implements SandboxOutlets.Way {
    private static final long ACCEPT_PAUSE_NANOS = 20_000_000;

    private final SandboxSpec session;
    private final ServerSocketChannel listener;
    private final Common common;
    private final NamedHosts gate;
    private final Dialler dialler;
    private final Runnable removal;
    private final Semaphore free;
    private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();

    /** What all outlets have in common. */
    record Common(
            AllowedHosts hosts,
            Dialler dialler,
            Lookups lookups,
            OutletLimits limits,
            RelaySeats seats,
            ScheduledExecutorService timer) {
        Common {
            requireNonNull(hosts, "hosts");
            requireNonNull(dialler, "dialler");
            requireNonNull(lookups, "lookups");
            requireNonNull(limits, "limits");
            requireNonNull(seats, "seats");
            requireNonNull(timer, "timer");
        }
    }

    private Outlet(SandboxSpec session, ServerSocketChannel listener, Common common, Runnable removal) {
        this.session = requireNonNull(session, "session");
        this.listener = requireNonNull(listener, "listener");
        this.common = requireNonNull(common, "common");
        this.removal = requireNonNull(removal, "removal");
        this.dialler = common.dialler().asking(common.lookups().of(session));
        this.gate = new NamedHosts(session.session(), common.hosts());
        this.free = new Semaphore(common.limits().waiting());
    }

    /** Owns the listener from now on; {@code removal} takes its socket away, while it still listens. */
    static Outlet begin(SandboxSpec session, ServerSocketChannel listener, Common common, Runnable removal) {
        var outlet = new Outlet(session, listener, common, removal);
        Thread.ofVirtual().name("lucid-outlet").start(outlet::accept);

        return outlet;
    }

    /** At the limit, or where they come too fast, it stops accepting: who comes then waits in the kernel's queue. */
    private void accept() {
        var pace = new Pace(common.limits().rate(), System.nanoTime());
        while (listener.isOpen()) {
            try {
                free.acquire();
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("lucid-outlet-down").start(() -> serve(client));
                LockSupport.parkNanos(pace.take(System.nanoTime()));
            } catch (IOException | RuntimeException _) {
                free.release();
                // closed, or a client that left early or has an address that is none here, or no file handle to be had:
                // that one passes, and must not spin
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void serve(SocketChannel channel) {
        var client = Peer.over(channel);
        try (var connection = new ProxyConnection(client, gate, dialler, Shares.unbounded())) {
            open.add(connection);
            try {
                if (listener.isOpen()) {
                    seated(client, connection);
                }
            } finally {
                open.remove(connection);
            }
        } catch (IOException _) {
            // one side went away; there is nobody left to tell
        } finally {
            free.release();
        }
    }

    private void seated(Peer client, ProxyConnection connection) throws IOException {
        boolean hasSeat = common.seats().take(session);
        var watch = ConnectionWatch.over(common.timer(), common.limits().each(), connection::close);
        try {
            if (hasSeat) {
                connection.serve(watch);
            } else {
                ProxyAnswer.later("Too many connections lead out of sandboxes already. Try again later.")
                        .tell(client, watch);
            }
        } finally {
            watch.stop();
            if (hasSeat) {
                common.seats().give(session);
            }
        }
    }

    /** Lets nobody in any more, and cuts whoever is inside. */
    void cut() {
        Quietly.close(listener);
        // Who accepts hears of that. An interrupt could come when a client is half accepted, which nobody would close
        // then.
        free.release();
        open.forEach(ProxyConnection::close);
    }

    /** The same, and its socket goes. */
    @Override
    public void close() {
        removal.run();
        cut();
    }
}
