package dev.lucid.domain.integration;

import static java.util.Objects.requireNonNull;

/**
 * A pull or merge request that is to be opened.
 *
 * @param repository the address of the repository, as people or git write it
 * @param branch what is to be merged
 * @param base whereto
 * @param body may be empty
 */
public record PullRequestDraft(String repository, String branch, String base, String title, String body) {
    public PullRequestDraft {
        requireNonNull(repository, "repository");
        requireNonNull(branch, "branch");
        requireNonNull(base, "base");
        requireNonNull(title, "title");
        requireNonNull(body, "body");
    }
}
