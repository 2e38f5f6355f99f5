package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP forward proxy (CONNECT, and plain http to what the operator listed) on the machine's loopback, for requests
 * whose address came from a person, a model or a repository. Owns its threads and sockets until {@link #close()}.
 * Safe for many threads. Serves only who shows its {@link #credential()}. Refusals are 403 with a reason as text.
 */
public final class EgressProxy implements AutoCloseable {
    private static final long ACCEPT_PAUSE_NANOS = 20_000_000;

    private final ServerSocket listener;
    private final ProxyCredential credential;
    private final Lookups lookups;
    private final Dialler dialler;
    private final ProxyLimits limits;
    private final Semaphore free;
    private final Shares shares;
    private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = ConnectionWatch.timer("lucid-egress-timer");
    private final Thread acceptor = Thread.ofVirtual().name("lucid-egress").unstarted(this::accept);

    private EgressProxy(ServerSocket listener, ProxyCredential credential, Dialler dialler, ProxyLimits limits) {
        this.listener = listener;
        this.credential = credential;
        this.lookups = new Lookups(dialler.resolver(), limits.dial());
        this.dialler = dialler.asking(lookups.ofAll());
        this.limits = limits;
        this.free = new Semaphore(limits.connections());
        this.shares = new Shares(limits.toOneHost());
    }

    /**
     * Starts listening on a free port of 127.0.0.1.
     *
     * @throws IOException if the machine gives no port on its loopback
     */
    public static EgressProxy start(
            AddressPolicy policy, NameResolver resolver, ProxyCredential credential, ProxyLimits limits)
            throws IOException {
        return start(new Dialler(policy, resolver, Connector.direct(limits.dial())), credential, limits);
    }

    static EgressProxy start(Dialler dialler, ProxyCredential credential, ProxyLimits limits) throws IOException {
        requireNonNull(credential, "credential");
        var listener = new ServerSocket(0, 128, InetAddress.ofLiteral("127.0.0.1"));
        var proxy = new EgressProxy(listener, credential, dialler, limits);
        proxy.acceptor.start();
        return proxy;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** What to show it. */
    public ProxyCredential credential() {
        return credential;
    }

    /** Why this destination is refused at the moment, for a message to whoever was; empty if it is not. */
    Optional<String> refusal(Destination destination, AddressPolicy.Carrying carrying) {
        return dialler.refusal(destination, carrying);
    }

    /** At the limit it stops accepting: who comes then waits in the kernel's queue, within its own time limit. */
    private void accept() {
        while (!listener.isClosed()) {
            try {
                free.acquire();
                Socket client = listener.accept();
                Thread.ofVirtual().name("lucid-egress-down").start(() -> serve(client));
            } catch (IOException _) {
                free.release();
                // closed, or a client that left early, or no file handle to be had: that one passes, and must not spin
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (var connection = new ProxyConnection(Peer.over(client), new OwnProcess(credential), dialler, shares)) {
            open.add(connection);
            var watch = ConnectionWatch.over(timer, limits, connection::close);
            try {
                if (!listener.isClosed()) {
                    connection.serve(watch);
                }
            } finally {
                watch.stop();
                open.remove(connection);
            }
        } catch (IOException _) {
            // one side went away; there is nobody left to tell
        } finally {
            free.release();
        }
    }

    /** Lets those through who show the credential, to the public with TLS alone. */
    private record OwnProcess(ProxyCredential credential) implements ProxyConnection.Gate {
        @Override
        public Optional<ProxyAnswer> refusal(Destination to, AddressPolicy.Carrying wanted, String authorization) {
            return credential.accepts(authorization)
                    ? Optional.empty()
                    : Optional.of(new ProxyAnswer(
                            407,
                            "Proxy-Authenticate: Basic realm=\"lucid\"\r\n",
                            "This proxy serves the process that started it."));
        }

        @Override
        public AddressPolicy.Carrying passing(Destination to, AddressPolicy.Carrying wanted) {
            return wanted;
        }

        @Override
        public void misnamed(Destination to, Optional<String> name) {
            throw new IllegalStateException("What a tunnel names is not asked here");
        }
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() {
        Quietly.close(listener);
        acceptor.interrupt();
        open.forEach(ProxyConnection::close);
        timer.shutdownNow();
        lookups.close();
    }
}
