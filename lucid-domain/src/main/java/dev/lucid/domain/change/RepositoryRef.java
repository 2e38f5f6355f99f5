package dev.lucid.domain.change;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The repository that a chat works on.
 *
 * @param address a path on the server's own disk, or an address without any credential
 * @param branch the branch to start from, else the repository's own choice
 */
public record RepositoryRef(String address, Optional<String> branch, Author author) {
    public RepositoryRef {
        if (requireNonNull(address, "address").isBlank()) {
            throw new IllegalArgumentException("A repository has an address");
        }
        requireNonNull(branch, "branch");
        requireNonNull(author, "author");
    }
}
