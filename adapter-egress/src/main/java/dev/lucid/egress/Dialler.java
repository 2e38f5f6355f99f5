package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** The only place where a name becomes a connection: resolve once, judge, dial what was judged. Safe for many threads. */
final class Dialler {
    /** Tries of one destination; a name with a hundred dead addresses must not hold a connection for minutes. */
    private static final int MAX_ADDRESSES = 4;

    private final AddressPolicy policy;
    private final NameResolver resolver;
    private final Connector connector;

    /** How dialling ended. Closed for ever. */
    sealed interface Dialled {
        /** Connected; the socket is the caller's to close. */
        record Connected(Socket socket, boolean listed) implements Dialled {}

        /** The address policy says no. */
        record Refused(String reason) implements Dialled {}

        /** The policy would have allowed it, but nobody answered. */
        record Unreachable(String reason) implements Dialled {}
    }

    Dialler(AddressPolicy policy, NameResolver resolver, Connector connector) {
        this.policy = requireNonNull(policy, "policy");
        this.resolver = requireNonNull(resolver, "resolver");
        this.connector = requireNonNull(connector, "connector");
    }

    NameResolver resolver() {
        return resolver;
    }

    /** The same, which asks another for addresses. */
    Dialler asking(NameResolver other) {
        return new Dialler(policy, other, connector);
    }

    Dialled dial(Destination destination, AddressPolicy.Carrying carrying) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(destination.host());
        } catch (UnknownHostException _) {
            return new Dialled.Unreachable("The name '" + destination.host() + "' is not known.");
        }
        return switch (policy.judge(destination, addresses, carrying)) {
            case AddressPolicy.Verdict.Refused(String reason) -> new Dialled.Refused(reason);
            case AddressPolicy.Verdict.Allowed(List<InetAddress> judged, boolean listed) ->
                connect(destination, judged, listed);
        };
    }

    /** What the policy says about a destination right now; for explaining a refusal, never for allowing anything. */
    Optional<String> refusal(Destination destination, AddressPolicy.Carrying carrying) {
        try {
            var verdict = policy.judge(destination, resolver.resolve(destination.host()), carrying);
            return verdict instanceof AddressPolicy.Verdict.Refused(String reason)
                    ? Optional.of(reason)
                    : Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    private Dialled connect(Destination destination, List<InetAddress> addresses, boolean listed) {
        String problem = "no address";
        for (InetAddress address : addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()))) {
            try {
                Socket socket = connector.connect(new InetSocketAddress(address, destination.port()));
                return new Dialled.Connected(socket, listed);
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
            if (Thread.currentThread().isInterrupted()) {
                break; // nobody waits for it
            }
        }
        return new Dialled.Unreachable("'" + destination + "' can't be reached: " + problem + ".");
    }
}
