package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.Integrations;
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

    /** A kind of host at a place, and the token that is known for it. */
    private record Candidate(GitProvider provider, Optional<String> host, String home, Optional<Secret> token) {}

    /** What git shows to the origin, if anything. */
    Optional<Secret> token() {
        var own = place().flatMap(_ -> credentials.gitToken());

        return own.or(() -> place().flatMap(this::ownersToken));
    }

    private Optional<Secret> ownersToken(WebPlace place) {
        var token = candidates(place)
                .map(Candidate::token)
                .flatMap(Optional::stream)
                .findFirst();
        token.ifPresent(redaction::learn);

        return token;
    }

    /** The host to ask for what it offers beside git. */
    Host host() {
        return place().map(this::host).orElseGet(Host.Unknown::new);
    }

    private Host host(WebPlace place) {
        var own = credentials.gitToken();
        var candidate = candidates(place)
                .filter(known -> own.or(known::token).isPresent())
                .findFirst()
                .or(() -> candidates(place).findFirst())
                .or(() -> own.flatMap(_ -> named(place)));
        var token = own.or(() -> candidate.flatMap(Candidate::token));
        token.ifPresent(redaction::learn);

        return candidate
                .map(known -> token.<Host>map(
                                shown -> new Host.Known(new HostAccess(known.provider(), known.host(), shown)))
                        .orElseGet(() -> new Host.WithoutToken(known.provider(), known.home())))
                .orElseGet(Host.Unknown::new);
    }

    /** The hosts that the place may be on: those that the owner has connected, and the providers' own. */
    private Stream<Candidate> candidates(WebPlace place) {
        return Stream.of(GitProvider.values())
                .flatMap(this::candidates)
                .filter(candidate -> WebPlace.of(candidate.home())
                        .filter(home -> home.holds(place))
                        .isPresent());
    }

    private Stream<Candidate> candidates(GitProvider provider) {
        var connected = integrations.find(profile.owner(), provider);
        var home = hosts.home(provider);
        var shared = new Candidate(provider, Optional.empty(), home, Optional.empty());

        return connected
                .map(found -> {
                    var host = found.integration().host();
                    var theirs = new Candidate(provider, host, host.orElse(home), Optional.of(found.token()));

                    return host.isPresent() ? Stream.of(theirs, shared) : Stream.of(theirs);
                })
                .orElseGet(() -> Stream.of(shared));
    }

    /** A GitLab of somebody's own shows in its name alone; whoever gives a token with the address means that host. */
    private static Optional<Candidate> named(WebPlace place) {
        return place.host().contains("gitlab")
                ? Optional.of(new Candidate(
                        GitProvider.GITLAB, Optional.of(place.server()), place.server(), Optional.empty()))
                : Optional.empty();
    }

    private Optional<WebPlace> place() {
        return profile.repository().flatMap(repository -> WebPlace.of(repository.address()));
    }
}
