package dev.lucid.domain.integration;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A repository as its host describes it.
 *
 * @param fullName with its owner or group, like {@code octocat/hello}
 * @param url its page
 * @param cloneUrl what git clones, over https
 */
public record HostedRepository(
        String name,
        String fullName,
        String url,
        String cloneUrl,
        String defaultBranch,
        boolean isPrivate,
        Optional<String> description) {
    public HostedRepository {
        requireNonNull(name, "name");
        requireNonNull(fullName, "fullName");
        requireNonNull(url, "url");
        requireNonNull(cloneUrl, "cloneUrl");
        requireNonNull(defaultBranch, "defaultBranch");
        requireNonNull(description, "description");
    }
}
