package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections that are too many from one address, so that nobody takes all of them. Where an address is that of a
 * proxy, it speaks for many: addresses that are not public have no bound. Safe for many threads.
 */
final class Crowds implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Crowds.class);
    private static final int FIRST_BYTE = 0xfe;
    private static final int UNIQUE_LOCAL = 0xfc;
    private static final int CARRIERS_FIRST = 100;
    private static final int CARRIERS_SECOND = 64;
    private static final int CARRIERS_SECOND_MASK = 0xc0;
    private static final int BYTE = 0xff;
    private static final int MOST_TOLD = 1000;

    private final int most;
    private final Predicate<InetAddress> bounded;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** Where they came from, which a connection that has ended does not tell. */
    private final Map<Connection, String> networks = new ConcurrentHashMap<>();

    /** Networks of which it was said that they are held to the number. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Crowds(int most) {
        this(most, Crowds::isPublic);
    }

    /** Holds those addresses alone to the number. */
    Crowds(int most, Predicate<InetAddress> bounded) {
        this.most = most;
        this.bounded = requireNonNull(bounded, "bounded");
    }

    @Override
    public void onOpened(Connection connection) {
        network(connection).ifPresent(network -> {
            networks.put(connection, network);
            if (open.merge(network, 1, Integer::sum) > most) {
                connection.getEndPoint().close();
                if (told.size() < MOST_TOLD && told.add(network)) {
                    LOG.warn("{} has {} connections open: more are cut. This is said once of each.", network, most);
                }
            }
        });
    }

    @Override
    public void onClosed(Connection connection) {
        Optional.ofNullable(networks.remove(connection))
                .ifPresent(network -> open.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1));
    }

    private Optional<String> network(Connection connection) {
        return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress peer
                        && bounded.test(peer.getAddress())
                ? Optional.of(new Peer(peer.getAddress().getHostAddress(), false).network())
                : Optional.empty();
    }

    static boolean isPublic(InetAddress address) {
        var first = address.getAddress()[0] & FIRST_BYTE;

        return !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !isShared(address.getAddress())
                && !(address.getAddress().length > 4 && first == UNIQUE_LOCAL);
    }

    /** Of 100.64.0.0/10: many share one there, behind a carrier's, a cloud's or an overlay network's translation. */
    private static boolean isShared(byte[] address) {
        return address.length == 4
                && (address[0] & BYTE) == CARRIERS_FIRST
                && (address[1] & CARRIERS_SECOND_MASK) == CARRIERS_SECOND;
    }
}
