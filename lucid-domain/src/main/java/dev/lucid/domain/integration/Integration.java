package dev.lucid.domain.integration;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A user's account at a git host, whose token is kept. A user has at most one of each provider.
 *
 * @param username the account's name at the host
 * @param label what people see, like {@code octocat (github)}
 * @param scopes what the token is for, as earlier clients know it
 * @param host the address of a host of somebody's own, without a slash at its end; empty for the provider's public one
 */
public record Integration(
        UUID id,
        UserId owner,
        GitProvider provider,
        String username,
        String label,
        String scopes,
        Optional<String> host,
        Instant createdAt) {
    public Integration {
        requireNonNull(id, "id");
        requireNonNull(owner, "owner");
        requireNonNull(provider, "provider");
        requireNonNull(username, "username");
        requireNonNull(label, "label");
        requireNonNull(scopes, "scopes");
        requireNonNull(host, "host");
        requireNonNull(createdAt, "createdAt");
    }
}
