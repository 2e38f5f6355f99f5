package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.Integrations;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who a chat is at its repository's origin: the token that was given for the chat, else that of its owner's account at
 * exactly the host that the address names. A token is shown to no other host. Asks the store each time, as an account may
 * be connected while a turn runs.
 */
final class RepositoryAccess {
    private final ChatProfile profile;
    private final Credentials credentials;
    private final Integrations integrations;
    private final GitHosts hosts;
    private final Redaction redaction;

    RepositoryAccess(
            ChatProfile profile,
            Credentials credentials,
            Integrations integrations,
            GitHosts hosts,
            Redaction redaction) {
        this.profile = requireNonNull(profile, "profile");
        this.credentials = requireNonNull(credentials, "credentials");
        this.integrations = requireNonNull(integrations, "integrations");
        this.hosts = requireNonNull(hosts, "hosts");
        this.redaction = requireNonNull(redaction, "redaction");
    }

    /** What is known of the host that has the repository. Closed for ever. */
    sealed interface Host {
        /** It can be asked. */
        record Known(HostAccess access) implements Host {}

        /** There is no token for it. */
        record WithoutToken(GitProvider provider, String home) implements Host {}

        /** Nobody has said what kind of host it is, if it is one. */
        record Unknown() implements Host {}
    }

    /** A kind of host at a place, and whether the owner has given a token for it. */
    private record Candidate(GitProvider provider, Optional<String> host, String home, boolean connected) {}

    /** What git shows to the origin, if anything. Fails where the owner's token for it can't be read any more. */
    Optional<Secret> token() {
        var own = place().flatMap(_ -> credentials.gitToken());

        return own.or(() -> place().flatMap(this::ownersToken));
    }

    private Optional<Secret> ownersToken(WebPlace place) {
        var token = candidates(place)
                .flatMap(candidate -> token(candidate).stream())
                .findFirst();
        token.ifPresent(redaction::learn);

        return token;
    }

    /** Read for a host that fits alone: one that can't be read hinders no other. */
    private Optional<Secret> token(Candidate candidate) {
        return candidate.connected()
                ? integrations.find(profile.owner(), candidate.provider()).map(Integrations.Connected::token)
                : Optional.empty();
    }

    /** The host to ask for what it offers beside git. Fails as {@link #token} does. */
    Host host() {
        return place().map(this::host).orElseGet(Host.Unknown::new);
    }

    private Host host(WebPlace place) {
        var own = credentials.gitToken();
        var candidate = candidates(place)
                .filter(known -> own.isPresent() || known.connected())
                .findFirst()
                .or(() -> candidates(place).findFirst())
                .or(() -> own.flatMap(_ -> named(place)));
        var token = own.or(() -> candidate.flatMap(this::token));
        token.ifPresent(redaction::learn);

        return candidate
                .map(known -> token.<Host>map(
                                shown -> new Host.Known(new HostAccess(known.provider(), known.host(), shown)))
                        .orElseGet(() -> new Host.WithoutToken(known.provider(), known.home())))
                .orElseGet(Host.Unknown::new);
    }

    /** The hosts that the place may be on: those that the owner has connected, and the providers' own. */
    private Stream<Candidate> candidates(WebPlace place) {
        var connected = integrations.list(profile.owner());

        return Stream.of(GitProvider.values())
                .flatMap(provider -> candidates(provider, connected))
                .filter(candidate -> WebPlace.of(candidate.home())
                        .filter(home -> home.holds(place))
                        .isPresent());
    }

    private Stream<Candidate> candidates(GitProvider provider, List<Integration> connected) {
        var home = hosts.home(provider);
        var shared = new Candidate(provider, Optional.empty(), home, false);

        return connected.stream()
                .filter(integration -> integration.provider() == provider)
                .findFirst()
                .map(Integration::host)
                .map(host -> {
                    var theirs = new Candidate(provider, host, host.orElse(home), true);
                    return host.isPresent() ? Stream.of(theirs, shared) : Stream.of(theirs);
                })
                .orElseGet(() -> Stream.of(shared));
    }

    /** A GitLab of somebody's own shows in its name alone; whoever gives a token with the address means that host. */
    private static Optional<Candidate> named(WebPlace place) {
        return GitProvider.GITLAB.isShownBy(place.host())
                ? Optional.of(new Candidate(GitProvider.GITLAB, Optional.of(place.server()), place.server(), false))
                : Optional.empty();
    }

    private Optional<WebPlace> place() {
        return profile.repository().flatMap(repository -> WebPlace.of(repository.address()));
    }
}
