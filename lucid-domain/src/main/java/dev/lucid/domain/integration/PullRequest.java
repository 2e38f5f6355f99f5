package dev.lucid.domain.integration;

import static java.util.Objects.requireNonNull;

/**
 * A pull or merge request as its host describes it.
 *
 * @param url its page
 * @param number the host's number for it within its repository
 * @param state the host's own word, like {@code open} or {@code opened}
 */
public record PullRequest(String url, long number, String title, String state) {
    public PullRequest {
        requireNonNull(url, "url");
        requireNonNull(title, "title");
        requireNonNull(state, "state");
    }
}
