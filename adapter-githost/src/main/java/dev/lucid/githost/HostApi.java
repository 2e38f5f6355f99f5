package dev.lucid.githost;

import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import java.util.List;

/** What one provider offers, in its own words. Closed for ever. */
sealed interface HostApi permits GitHubApi, GitLabApi {
    String username() throws HostFailure;

    List<HostedRepository> repositories() throws HostFailure;

    List<String> branches(RepositoryPath repository) throws HostFailure;

    PullRequest open(RepositoryPath repository, PullRequestDraft draft) throws HostFailure;
}
