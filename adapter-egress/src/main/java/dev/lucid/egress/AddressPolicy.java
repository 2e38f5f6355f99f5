package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;

/**
 * Decides which addresses may be dialled for people, models and repositories: public ones, and what the operator
 * listed. Pure and immutable: it resolves nothing and dials nothing, so what it judged must be what is dialled.
 */
public record AddressPolicy(AllowedPrivateHosts exceptions) {
    /** What a connection is going to carry. */
    enum Carrying {
        /** TLS through a tunnel. */
        TLS,
        /** TLS through a tunnel, which names the host that the tunnel leads to. */
        NAMED_TLS,
        /** Plain HTTP, readable and changeable on its way. */
        PLAIN_HTTP,
        /** Whatever the operator lets pass who has named the host and its port. */
        AS_NAMED
    }

    /** The judgement. Closed for ever. */
    sealed interface Verdict {
        /** Each of these addresses may be dialled; {@code listed} when an operator's entry speaks of all of them. */
        record Allowed(List<InetAddress> addresses, boolean listed) implements Verdict {
            public Allowed {
                addresses = List.copyOf(addresses);
            }
        }

        /** Nothing may be dialled; the reason is a sentence for whoever asked. It names no address. */
        record Refused(String reason) implements Verdict {
            public Refused {
                requireNonNull(reason, "reason");
            }
        }
    }

    public AddressPolicy {
        requireNonNull(exceptions, "exceptions");
    }

    /**
     * Judges all addresses a name led to. One bad address refuses them all: a name that answers with a public and a
     * private address is the usual shape of a rebinding attack.
     */
    Verdict judge(Destination destination, List<InetAddress> addresses, Carrying carrying) {
        if (addresses.isEmpty()) {
            return new Verdict.Refused("'" + destination.host() + "' leads to no address.");
        }
        for (InetAddress address : addresses) {
            var kind = SpecialAddresses.kindOf(address);
            if (kind.isPresent() && !exceptions.opens(destination, address, kind.get())) {
                return new Verdict.Refused(closed(destination, kind.get()));
            }
        }
        boolean listed = addresses.stream().allMatch(address -> exceptions.lists(destination, address));
        if (!listed && carrying == Carrying.PLAIN_HTTP) {
            return new Verdict.Refused("Plain http to '" + destination.host()
                    + "' is refused: use https, or have the operator list the host in ALLOWED_PRIVATE_HOSTS.");
        }
        if (!listed && carrying != Carrying.AS_NAMED && !isOrdinary(destination.port())) {
            return new Verdict.Refused("Port " + destination.port() + " of '" + destination.host()
                    + "' is refused: only 443 and ports from 1024 up are open, or what ALLOWED_PRIVATE_HOSTS lists.");
        }
        return new Verdict.Allowed(addresses, listed);
    }

    /** Other low ports belong to mail, name and login servers, which no page or repository lives on. */
    private static boolean isOrdinary(int port) {
        return port == 443 || port >= 1024;
    }

    private static String closed(Destination destination, SpecialAddresses.Kind kind) {
        String reason = "'" + destination.host() + "' leads to " + kind.name() + ", which is refused.";
        return switch (kind.openness()) {
            case BY_ANY_ENTRY -> reason + " If it is meant, the operator can list it in ALLOWED_PRIVATE_HOSTS.";
            case BY_OWN_ENTRY ->
                reason + " If it is meant, the operator can list that very address in ALLOWED_PRIVATE_HOSTS.";
            case NEVER -> reason;
        };
    }
}
