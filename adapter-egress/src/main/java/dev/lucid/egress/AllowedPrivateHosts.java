package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The operator's exceptions to "public addresses only": names, addresses and blocks, each for one port or for all.
 * Immutable. What it lists may also be spoken to in plain {@code http}.
 */
public record AllowedPrivateHosts(List<Entry> entries) {
    public AllowedPrivateHosts {
        entries = List.copyOf(entries);
    }

    /** One exception. Closed for ever. */
    public sealed interface Entry {
        OptionalInt port();
    }

    record Named(String host, OptionalInt port) implements Entry {
        Named {
            requireNonNull(port, "port");
            host = new Destination(host, 1).host();
        }
    }

    record Block(CidrRange range, OptionalInt port) implements Entry {
        Block {
            requireNonNull(range, "range");
            requireNonNull(port, "port");
        }
    }

    /** No exceptions. */
    public static AllowedPrivateHosts none() {
        return new AllowedPrivateHosts(List.of());
    }

    /**
     * Reads a comma list such as {@code git.internal, 10.1.0.0/16, 127.0.0.1:8080, [fd00::7]:443}.
     *
     * @throws IllegalArgumentException naming every entry that can't be read, and what entries look like
     */
    public static AllowedPrivateHosts parse(String text) {
        var entries = new ArrayList<Entry>();
        var problems = new ArrayList<String>();
        Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(part -> {
                    try {
                        entries.add(entry(part));
                    } catch (IllegalArgumentException e) {
                        problems.add("'" + part + "' (" + e.getMessage() + ")");
                    }
                });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Unreadable: " + String.join(", ", problems)
                    + ". Write names, addresses or blocks, each with an optional port, separated by commas:"
                    + " git.internal, 10.1.0.0/16, 127.0.0.1:8080, [fd00::7]:443");
        }
        return new AllowedPrivateHosts(entries);
    }

    /** Whether an entry speaks of that written address at that port. */
    public boolean listsAddress(String address, int port) {
        return lists(new Destination(address, port), InetAddress.ofLiteral(address));
    }

    /** Whether an entry speaks of this destination itself or of the address that it led to. */
    boolean lists(Destination destination, InetAddress address) {
        return matching(destination, address).findAny().isPresent();
    }

    /** Whether the operator opened this address of that kind. */
    boolean opens(Destination destination, InetAddress address, SpecialAddresses.Kind kind) {
        return switch (kind.openness()) {
            case BY_ANY_ENTRY -> lists(destination, address);
            case BY_OWN_ENTRY ->
                matching(destination, address)
                        .anyMatch(entry -> entry instanceof Block(CidrRange range, OptionalInt _)
                                && range.liesWithin(kind.range()));
            case NEVER -> false;
        };
    }

    private Stream<Entry> matching(Destination destination, InetAddress address) {
        return entries.stream()
                .filter(entry -> entry.port().isEmpty() || entry.port().getAsInt() == destination.port())
                .filter(entry -> switch (entry) {
                    case Named named -> named.host().equals(destination.host());
                    case Block block -> block.range().contains(address);
                });
    }

    private static Entry entry(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("the bracket is not closed");
            }
            return new Block(CidrRange.parse(text.substring(1, end)), portAfter(text.substring(end + 1)));
        }
        boolean bareV6 = text.indexOf(':') != text.lastIndexOf(':');
        int colon = bareV6 ? -1 : text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        OptionalInt port = portAfter(colon < 0 ? "" : text.substring(colon));
        boolean block = host.indexOf('/') >= 0 || CidrRange.looksLikeAddress(host);
        return block ? new Block(CidrRange.parse(host), port) : new Named(host, port);
    }

    private static OptionalInt portAfter(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.matches(":[0-9]{1,5}")) {
            int port = Integer.parseInt(text.substring(1));
            if (port >= 1 && port <= 65_535) {
                return OptionalInt.of(port);
            }
        }
        throw new IllegalArgumentException("a port is a colon and a number from 1 to 65535");
    }
}
