package dev.lucid.javalin;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose web pages may speak to the server from a browser. An origin is a scheme, a host and perhaps a port:
 * {@code http://localhost:3000}.
 */
public final class Origins {
    private final Set<String> allowed;

    /** The server's own pages, and those of {@code allowed}. */
    public Origins(Collection<String> allowed) {
        this.allowed = allowed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether pages of that origin may speak to the server and read what it answers. */
    boolean allow(String origin) {
        return allowed.contains(normal(origin));
    }

    /** Whether that origin is the host itself that the request names, over plain HTTP. */
    static boolean isPlainlyOwn(String origin, String host) {
        return normal(origin).equals("http://" + normal(host));
    }

    /** The same, where something in front of the server may speak TLS. */
    static boolean isOwn(String origin, String host) {
        return isPlainlyOwn(origin, host) || normal(origin).equals("https://" + normal(host));
    }

    private static String normal(String origin) {
        var lower = origin.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
