package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * GitHub and GitLab through their REST APIs. What the operator named is asked directly; a host that a user named only
 * through the way out, which judges its address. Redirects are followed within a host alone, and only when reading. Safe
 * for many threads; owns its connections.
 */
public final class HttpGitHosts implements GitHosts, AutoCloseable {
    private final HostSettings settings;
    private final InstantSource clock;
    private final HostClient client;

    /** Asks for the way out when the first user names a host. {@code clock} tells how long a limit still lasts. */
    public HttpGitHosts(HostSettings settings, Supplier<WayOut> wayOut, InstantSource clock) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
        this.client = new HostClient(settings, wayOut);
    }

    @Override
    public String home(GitProvider provider) {
        return switch (provider) {
            case GITHUB -> settings.githubHome();
            case GITLAB -> settings.gitlabHome();
        };
    }

    @Override
    public HostAnswer<String> username(HostAccess access) {
        return answer(() -> api(access).username());
    }

    @Override
    public HostAnswer<List<HostedRepository>> repositories(HostAccess access) {
        return answer(() -> List.copyOf(api(access).repositories()));
    }

    @Override
    public HostAnswer<List<String>> branches(HostAccess access, String repository) {
        return answer(() -> List.copyOf(api(access).branches(RepositoryPath.of(repository))));
    }

    @Override
    public HostAnswer<PullRequest> open(HostAccess access, PullRequestDraft draft) {
        return answer(() -> api(access).open(RepositoryPath.of(draft.repository()), draft));
    }

    @FunctionalInterface
    private interface Work<T> {
        T done() throws HostFailure;
    }

    private static <T> HostAnswer<T> answer(Work<T> work) {
        try {
            return new HostAnswer.Given<>(work.done());
        } catch (HostFailure failure) {
            return failure.answer();
        }
    }

    private HostApi api(HostAccess access) throws HostFailure {
        return switch (access.provider()) {
            case GITHUB -> new GitHubApi(call(GitHubApi.side(settings.github(), access.token())));
            case GITLAB -> {
                URI api = access.host().isPresent() ? named(access.host().get()) : settings.gitlab();
                yield new GitLabApi(call(GitLabApi.side(api, api.equals(settings.gitlab()), access.token())));
            }
        };
    }

    private HostCall call(HostSide side) {
        return new HostCall(client, settings, side, clock);
    }

    private static URI named(String host) throws HostFailure {
        try {
            URI address = URI.create(host.strip());
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            if (web
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return HostSettings.gitlabApi(address);
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new HostFailure(
                Reason.BAD_ADDRESS, "The address of the git host can't be used: it should look like https://host.");
    }

    /** Cuts what is under way and ends all threads. */
    @Override
    public void close() {
        client.close();
    }
}
