package dev.lucid.port.integration;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import java.util.List;
import java.util.Optional;

/**
 * The integrations of all users, with their tokens, which lie encrypted. Each method shows that user's own and no others,
 * enforced by the store itself. Safe for many threads.
 */
public interface Integrations {
    /** Keeps an integration in place of the one that the user has of that provider, whose id and birth it takes over. */
    Integration save(Integration integration, Secret token);

    /** The oldest first. */
    List<Integration> list(UserId user);

    /** The user's integration of that provider, with its token. */
    Optional<Connected> find(UserId user, GitProvider provider);

    /** Whether there was one. */
    boolean remove(UserId user, GitProvider provider);

    /** An integration and its token. */
    record Connected(Integration integration, Secret token) {
        public HostAccess access() {
            return new HostAccess(integration.provider(), integration.host(), token);
        }
    }
}
