package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a Lucid server answers, in one way of writing it: two addresses are equal if the same server is meant. Always
 * {@code https}, but for servers on this machine, as tokens are sent there.
 */
public record ServerAddress(URI uri) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    public ServerAddress {
        requireNonNull(uri, "uri");
    }

    /** Reads an address as people write it; fails with {@link CannotStart}, and repeats no credential. */
    public static ServerAddress of(String text) {
        try {
            var given = new URI(text.strip());
            var scheme = lower(given.getScheme());
            var host = lower(given.getHost());
            if (!scheme.matches("https?") || host.isEmpty()) {
                throw new CannotStart("--server is no address of a server: write it like https://lucid.example.com.");
            }
            if (given.getRawUserInfo() != null) {
                throw new CannotStart("--server holds a credential. Leave it out, and use ./lucid login.");
            }
            if (given.getRawQuery() != null || given.getRawFragment() != null) {
                throw new CannotStart("--server goes no further than the server's path: leave out what follows it.");
            }
            if (scheme.equals("http") && !isLoopback(host)) {
                throw new CannotStart("--server is plain http to another machine, where everybody on the way could read"
                        + " along. Use https.");
            }
            return new ServerAddress(new URI(
                    scheme,
                    null,
                    host,
                    given.getPort() == (scheme.equals("http") ? HTTP : HTTPS) ? -1 : given.getPort(),
                    Optional.ofNullable(given.getPath()).orElse("").replaceFirst("/+$", ""),
                    null,
                    null));
        } catch (URISyntaxException _) {
            throw new CannotStart("--server is no address of a server: write it like https://lucid.example.com.");
        }
    }

    /** The address of something on the server; {@code path} begins with a slash and is encoded already. */
    public URI at(String path) {
        return URI.create(uri + path);
    }

    /** The same for a WebSocket. */
    public URI socket(String path) {
        return URI.create(uri.toString().replaceFirst("^http", "ws") + path);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    }

    private static String lower(@Nullable String text) {
        return Optional.ofNullable(text).orElse("").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
