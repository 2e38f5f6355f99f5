package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place on a web server, read out of an address that is so plain that everybody who reads it comes to the same server.
 * Whatever is odd about an address (a user before the host, a backslash, a dot at the host's end) makes it no place: a
 * token is not worth a guess.
 *
 * @param scheme {@code https} or {@code http}
 * @param path begins with a slash, or is empty; never ends with one
 */
record WebPlace(String scheme, String host, int port, String path) {
    private static final Pattern PLAIN = Pattern.compile(
            "(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?((?:/[^\\s\\\\?#@]*)?)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UPWARDS = Pattern.compile("(?i).*/(\\.|%2e)+(/.*)?");

    WebPlace {
        requireNonNull(scheme, "scheme");
        requireNonNull(host, "host");
        requireNonNull(path, "path");
    }

    /** The place at that address; empty if it is none on the web, or not plain. */
    static Optional<WebPlace> of(String address) {
        var parts = PLAIN.matcher(address);
        if (!parts.matches() || UPWARDS.matcher(parts.group(4)).matches()) {
            return Optional.empty();
        }
        var scheme = parts.group(1).toLowerCase(Locale.ROOT);
        var standard = scheme.equals("https") ? 443 : 80;

        return Optional.of(new WebPlace(
                scheme,
                parts.group(2).toLowerCase(Locale.ROOT),
                parts.group(3) == null ? standard : Integer.parseInt(parts.group(3)),
                parts.group(4).replaceFirst("/+$", "")));
    }

    /** Whether the other place lies below this one, on the same server, reached in the same way. */
    boolean holds(WebPlace other) {
        return scheme.equals(other.scheme)
                && host.equals(other.host)
                && port == other.port
                && other.path.startsWith(path + "/");
    }

    /** The server alone, as an address. */
    String server() {
        var standard = scheme.equals("https") ? 443 : 80;

        return scheme + "://" + host + (port == standard ? "" : ":" + port);
    }
}
