package dev.lucid.application.integration;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.port.PortFailure;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Reason;
import dev.lucid.port.integration.Integrations;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Keeps a token once its host has said whose it is, and asks hosts with the tokens that are kept. */
public final class HostConnecting implements ConnectHosts {
    private static final String PUBLIC_GITLAB = "https://gitlab.com";

    private final Integrations integrations;
    private final GitHosts hosts;
    private final Ids ids;
    private final InstantSource clock;

    @Inject
    public HostConnecting(Integrations integrations, GitHosts hosts, Ids ids, InstantSource clock) {
        this.integrations = integrations;
        this.hosts = hosts;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Answer<Integration> connect(Command command) {
        var access = new HostAccess(command.provider(), ownHost(command.provider(), command.host()), command.token());

        return answer(
                hosts.username(access), name -> integrations.save(integration(command, access, name), access.token()));
    }

    private Integration integration(Command command, HostAccess access, String username) {
        return new Integration(
                ids.uuid(),
                command.user(),
                access.provider(),
                username,
                username + " (" + access.provider().lower() + ")",
                scopes(access.provider()),
                access.host(),
                clock.instant());
    }

    private static String scopes(GitProvider provider) {
        return switch (provider) {
            case GITHUB -> "repo,workflow";
            case GITLAB -> "api,read_repository,write_repository";
        };
    }

    /** A host of somebody's own, if that is one: clients name GitLab's public host, and do so for GitHub, too. */
    private static Optional<String> ownHost(GitProvider provider, Optional<String> given) {
        return switch (provider) {
            case GITHUB -> Optional.empty();
            case GITLAB ->
                given.map(host -> host.strip().replaceFirst("/+$", ""))
                        .filter(host -> !host.isEmpty() && !host.equalsIgnoreCase(PUBLIC_GITLAB));
        };
    }

    @Override
    public List<Integration> list(UserId user) {
        return integrations.list(user);
    }

    @Override
    public boolean disconnect(UserId user, GitProvider provider) {
        return integrations.remove(user, provider);
    }

    @Override
    public Answer<List<HostedRepository>> repositories(UserId user, GitProvider provider) {
        return asking(user, provider, hosts::repositories);
    }

    @Override
    public Answer<List<String>> branches(UserId user, GitProvider provider, String repository) {
        return asking(user, provider, access -> hosts.branches(access, repository));
    }

    @Override
    public Answer<PullRequest> open(Opening opening) {
        return asking(
                opening.user(),
                opening.provider(),
                access -> isElsewhere(access, opening) ? elsewhere() : hosts.open(access, opening.draft()));
    }

    /** A token is shown to the host that it was given for, and to no other that a request may name. */
    private static boolean isElsewhere(HostAccess access, Opening opening) {
        var named = ownHost(access.provider(), opening.host()).map(HostConnecting::comparable);

        return named.isPresent() && !named.equals(access.host().map(HostConnecting::comparable));
    }

    private static <T> HostAnswer<T> elsewhere() {
        return new HostAnswer.Failed<>(
                Reason.BAD_ADDRESS,
                "The integration is for another host than the one that is named, which is not shown its token."
                        + " Leave the host out, or connect the integration again with that address.",
                Optional.empty());
    }

    /** Scheme and host are the same in any case, a path is not. */
    private static String comparable(String host) {
        var path = host.indexOf('/', host.indexOf("://") + "://".length());
        var authority = path < 0 ? host : host.substring(0, path);

        return authority.toLowerCase(Locale.ROOT) + host.substring(authority.length());
    }

    private <T> Answer<T> asking(UserId user, GitProvider provider, Function<HostAccess, HostAnswer<T>> question) {
        try {
            return integrations
                    .find(user, provider)
                    .map(connected -> answer(question.apply(connected.access()), Function.<T>identity()))
                    .orElseGet(Answer.NotConnected::new);
        } catch (PortFailure.Permanent e) {
            // The token is there and can't be read: the host would say nothing else of none.
            return new Answer.Failed<>(
                    new HostAnswer.Failed<>(Reason.UNAUTHORIZED, String.valueOf(e.getMessage()), Optional.empty()));
        }
    }

    private static <T, R> Answer<R> answer(HostAnswer<T> answer, Function<T, R> value) {
        return switch (answer) {
            case HostAnswer.Given<T>(var given) -> new Answer.Given<>(value.apply(given));
            case HostAnswer.Failed<T> failed -> new Answer.Failed<>(failed);
        };
    }
}
