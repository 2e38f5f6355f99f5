package dev.lucid.port.integration;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import java.util.Optional;

/** A git host, and the token to be shown there. {@code host} is the address of one of somebody's own. */
public record HostAccess(GitProvider provider, Optional<String> host, Secret token) {
    public HostAccess {
        requireNonNull(provider, "provider");
        requireNonNull(host, "host");
        requireNonNull(token, "token");
    }
}
