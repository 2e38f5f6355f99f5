package dev.lucid.port.integration;

import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import java.util.List;

/**
 * What git hosts offer beside git. Addresses that users name are asked only if the address policy allows it, redirects
 * included. Each call ends within a limit. Safe for many threads.
 */
public interface GitHosts {
    /**
     * Where the provider's repositories lie, unless an integration names a host of its own: {@code https://github.com},
     * or what the operator has set in its place. Without a slash at its end.
     */
    String home(GitProvider provider);

    /** The name of the account that the token belongs to. */
    HostAnswer<String> username(HostAccess access);

    /** All repositories that the account may see, latest change first. */
    HostAnswer<List<HostedRepository>> repositories(HostAccess access);

    /** The names of a repository's branches. {@code repository} is its address. */
    HostAnswer<List<String>> branches(HostAccess access, String repository);

    /** Opens a pull or merge request. Where one is open for that branch and base already, that one is given. */
    HostAnswer<PullRequest> open(HostAccess access, PullRequestDraft draft);
}
