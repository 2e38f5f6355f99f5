package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import java.net.URI;
import java.util.Map;

/**
 * Whom a call speaks to, and what it shows there.
 *
 * @param name as people call it
 * @param api the base of its API
 * @param trusted whether the operator named it; what a user named goes through the way out
 * @param headers go with each request, the token among them
 */
record HostSide(String name, URI api, boolean trusted, Secret token, Map<String, String> headers) {
    HostSide {
        requireNonNull(name, "name");
        requireNonNull(api, "api");
        requireNonNull(token, "token");
        headers = Map.copyOf(headers);
    }

    /** Whether a request to that address may show the token. */
    boolean isOwn(URI address) {
        return api.getScheme().equalsIgnoreCase(address.getScheme())
                && api.getHost().equalsIgnoreCase(address.getHost())
                && port(api) == port(address);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    }

    /** For messages: who, and where. */
    String shown() {
        return name + " at " + api.getRawAuthority();
    }

    @Override
    public String toString() {
        return "HostSide[" + shown() + "]";
    }
}
