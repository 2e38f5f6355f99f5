package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where somebody wants to go: a host as it was named (lower case, no brackets, no trailing dot) and a port.
 * Says nothing about where that leads; a name becomes addresses only in {@link Dialler}.
 */
record Destination(String host, int port) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,252}[a-z0-9_])?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern V6 = Pattern.compile("[0-9a-f:.]{2,45}");

    Destination {
        requireNonNull(host, "host");
        host = normalised(host);
        if (!NAME.matcher(host).matches() && !V6.matcher(host).matches()) {
            throw new IllegalArgumentException("The host name is not one that can be dialled");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 1 to 65535, not " + port);
        }
    }

    /** Reads {@code host:port}, {@code [v6]:port}, or either without a port, which then is {@code defaultPort}. */
    static Destination parse(String authority, int defaultPort) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', bracket + 1);
        if (colon < 0) {
            return new Destination(authority, defaultPort);
        }
        String port = authority.substring(colon + 1);
        if (!PORT.matcher(port).matches()) {
            throw new IllegalArgumentException("The port is not a number");
        }
        return new Destination(authority.substring(0, colon), Integer.parseInt(port));
    }

    private static String normalised(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        if (plain.startsWith("[") && plain.endsWith("]")) {
            return plain.substring(1, plain.length() - 1);
        }
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** As it is written in a Host header or a CONNECT line. */
    String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return authority();
    }
}
