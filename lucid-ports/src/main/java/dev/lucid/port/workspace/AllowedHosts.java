package dev.lucid.port.workspace;

import static java.util.Objects.requireNonNull;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts outside that commands in sandboxes may reach, by name and port, as the operator names them. Names are compared
 * as they go over the wire: in lower case, without a last dot, those of other scripts in their ASCII form. Says nothing of
 * where a name leads. Immutable.
 */
public record AllowedHosts(List<Host> hosts) {
    /** None: commands have no network at all. */
    public static final AllowedHosts NONE = new AllowedHosts(List.of());

    private static final List<Integer> USUAL_PORTS = List.of(443, 80);
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_NAME = 253;
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final String NUMBER = "0|[1-9]\\d{0,2}";
    private static final String BELOW = "*.";

    public AllowedHosts {
        hosts = List.copyOf(hosts);
    }

    /** What may pass to a host at a port. */
    public enum Passing {
        /** It is not named. */
        NOTHING,
        /** It is named without a port: plain requests to 80, and TLS to 443, which say that very name. */
        BY_NAME,
        /** It is named with its port, or as an address, which has no other name. */
        ANYTHING
    }

    /**
     * A host, or all below it.
     *
     * @param name as it goes over the wire; of an address its only spelling
     * @param below whether those are meant whose names end with this one, and not this one
     */
    public record Host(String name, boolean below, List<Integer> ports) {
        public Host {
            name = wired(requireNonNull(name, "name"));
            ports = List.copyOf(ports);
            if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 1 || port > LAST_PORT)) {
                throw new IllegalArgumentException("a port is a colon and a number from 1 to " + LAST_PORT);
            }
            if (below && (isAddress(name) || name.indexOf('.') < 0)) {
                throw new IllegalArgumentException("after *. comes a name of two parts at least, like *.example.org");
            }
        }

        /** Whether it is a written address, and no name. */
        public boolean isAddress() {
            return isAddress(name);
        }

        private static boolean isAddress(String text) {
            return text.indexOf(':') >= 0 || text.matches("(" + NUMBER + ")(\\.(" + NUMBER + ")){3}");
        }

        /** The one spelling of a name or an address. */
        private static String wired(String text) {
            if (text.indexOf('%') >= 0) {
                throw new IllegalArgumentException("an address here belongs to no interface");
            }
            if (isAddress(text)) {
                return InetAddress.ofLiteral(text).getHostAddress();
            }
            var whole = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            var name = ascii(whole);
            if (name.length() > LONGEST_NAME || !name.matches(LABEL + "(\\." + LABEL + ")*")) {
                throw new IllegalArgumentException(
                        "a host is a name like pypi.org, without https:// and without a path");
            }
            if (name.substring(name.lastIndexOf('.') + 1).matches("\\d+|0x[0-9a-f]*")) {
                throw new IllegalArgumentException("an IPv4 address has four plain numbers");
            }

            return name;
        }

        /** Which name of another script is meant must not depend on who reads it: ß is ss to some. */
        private static String ascii(String name) {
            var wire = IDN.toASCII(name).toLowerCase(Locale.ROOT);
            boolean isPlain = name.chars().allMatch(each -> each < 0x80);
            if (!isPlain && !IDN.toUnicode(wire).equals(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "this name is read in two ways: write its form that begins with xn--");
            }

            return wire;
        }

        private Passing passing() {
            return isAddress() || !ports.equals(USUAL_PORTS) ? Passing.ANYTHING : Passing.BY_NAME;
        }

        private boolean covers(String host, int port) {
            return ports.contains(port) && (below ? host.endsWith("." + name) : host.equals(name));
        }

        @Override
        public String toString() {
            var text = (below ? BELOW : "") + (name.indexOf(':') < 0 ? name : "[" + name + "]");

            return ports.equals(USUAL_PORTS)
                    ? text
                    : ports.stream().map(port -> text + ":" + port).collect(Collectors.joining(", "));
        }
    }

    /**
     * Reads a comma list such as {@code pypi.org, *.example.org, registry.internal:8443}; without a port, 443 and 80 are
     * meant.
     *
     * @throws IllegalArgumentException naming every entry that can't be read, and what entries look like
     */
    public static AllowedHosts parse(String text) {
        var hosts = new ArrayList<Host>();
        var problems = new ArrayList<String>();
        Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .forEach(entry -> {
                    try {
                        hosts.add(host(entry));
                    } catch (IllegalArgumentException e) {
                        problems.add("'" + entry + "' (" + e.getMessage() + ")");
                    }
                });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Unreadable: " + String.join(", ", problems)
                    + ". Write names, each with an optional port, separated by commas: pypi.org, *.example.org,"
                    + " registry.internal:8443");
        }

        return new AllowedHosts(hosts);
    }

    private static Host host(String entry) {
        var bracket = entry.lastIndexOf(']');
        var bare = bracket < 0 && entry.indexOf(':') != entry.lastIndexOf(':');
        var colon = bare ? -1 : entry.indexOf(':', bracket + 1);
        var name = colon < 0 ? entry : entry.substring(0, colon);
        var ports = colon < 0 ? USUAL_PORTS : List.of(port(entry.substring(colon + 1)));
        var below = name.startsWith(BELOW);

        return new Host(unbracketed(below ? name.substring(BELOW.length()) : name), below, ports);
    }

    /** Brackets go around IPv6 addresses, and nothing else does. */
    private static String unbracketed(String name) {
        var inner = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;

        return inner.indexOf(':') >= 0 ? inner : name;
    }

    private static int port(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    /** Whether nothing may be reached. */
    public boolean isEmpty() {
        return hosts.isEmpty();
    }

    /** Whether that host, as somebody has written it, may be reached at that port. */
    public boolean allows(String host, int port) {
        return passing(host, port) != Passing.NOTHING;
    }

    /** What may pass to that host, as somebody has written it, at that port. */
    public Passing passing(String host, int port) {
        return name(host).stream()
                .flatMap(name -> hosts.stream().filter(each -> each.covers(name, port)))
                .map(Host::passing)
                .max(Comparator.naturalOrder())
                .orElse(Passing.NOTHING);
    }

    private static Optional<String> name(String host) {
        try {
            return Optional.of(Host.wired(unbracketed(host)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What commands have of the network, for a person. */
    public String words() {
        return isEmpty() ? "no network" : "no network but " + this;
    }

    @Override
    public String toString() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(", "));
    }
}
