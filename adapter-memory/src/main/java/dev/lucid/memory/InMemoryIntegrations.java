package dev.lucid.memory;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.port.integration.Integrations;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Users' integrations in this process's memory: gone with it, tokens included. Safe for many threads. */
public final class InMemoryIntegrations implements Integrations {
    private final Map<Place, Connected> kept = new ConcurrentHashMap<>();

    /** A user has one integration of each provider. */
    private record Place(UserId user, GitProvider provider) {}

    @Override
    public Integration save(Integration integration, Secret token) {
        return kept.compute(
                        new Place(integration.owner(), integration.provider()),
                        (_, known) -> new Connected(
                                known == null ? integration : inPlaceOf(known.integration(), integration), token))
                .integration();
    }

    private static Integration inPlaceOf(Integration known, Integration next) {
        return new Integration(
                known.id(),
                next.owner(),
                next.provider(),
                next.username(),
                next.label(),
                next.scopes(),
                next.host(),
                known.createdAt());
    }

    @Override
    public List<Integration> list(UserId user) {
        return kept.values().stream()
                .map(Connected::integration)
                .filter(integration -> integration.owner().equals(user))
                .sorted(Comparator.comparing(Integration::createdAt))
                .toList();
    }

    @Override
    public Optional<Connected> find(UserId user, GitProvider provider) {
        return Optional.ofNullable(kept.get(new Place(user, provider)));
    }

    @Override
    public boolean remove(UserId user, GitProvider provider) {
        return kept.remove(new Place(user, provider)) != null;
    }
}
