package dev.lucid.domain.change;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The repository that a chat works on.
 *
 * @param address a path on the server's own disk, or an address without any credential
 * @param branch the branch to start from, else the repository's own choice
 */
public record RepositoryRef(String address, Optional<String> branch, Author author) {
    /** Web servers take a token for a user name, so there any user is one. */
    private static final Pattern USER_OF_WEB = Pattern.compile("https?://[^/?#]*@.*", Pattern.CASE_INSENSITIVE);

    /** A colon before an at sign, unless a port is all that follows it: a password may hold anything. */
    private static final Pattern PASSWORD =
            Pattern.compile("([a-z][a-z0-9+.-]*://)?[^/?#@:]*:(?!//|\\d+/)[^@]*@.*", Pattern.CASE_INSENSITIVE);

    public RepositoryRef {
        if (requireNonNull(address, "address").isBlank()) {
            throw new IllegalArgumentException("A repository has an address");
        }
        requireNonNull(branch, "branch");
        requireNonNull(author, "author");
    }

    /** Whether the address seems to hold a password or a token. Such a one must be neither kept nor shown. */
    public boolean holdsCredential() {
        return USER_OF_WEB.matcher(address).lookingAt()
                || PASSWORD.matcher(address).lookingAt();
    }
}
