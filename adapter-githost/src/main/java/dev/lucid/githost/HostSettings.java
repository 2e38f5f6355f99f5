package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How git hosts are asked. The two addresses are the operator's, so they are trusted and asked directly; those that
 * users name are not.
 *
 * @param github the base of GitHub's API; that of an Enterprise server ends in {@code /api/v3}
 * @param gitlab the base of GitLab's API, ending in {@code /api/v4}
 * @param askLimit the time that one request may take, its answer included
 * @param callLimit the time that a call may take, all its requests together
 * @param maxBytes an answer that is longer is not taken
 * @param maxPages what lies on further pages is left out
 */
public record HostSettings(URI github, URI gitlab, Duration askLimit, Duration callLimit, int maxBytes, int maxPages) {
    private static final URI GITHUB = URI.create("https://api.github.com");
    private static final URI GITLAB = URI.create("https://gitlab.com");
    private static final String GITHUB_API = "/api/v3";
    private static final String GITLAB_API = "/api/v4";
    private static final int EIGHT_MIB = 8 * 1024 * 1024;

    public HostSettings {
        requireNonNull(askLimit, "askLimit");
        requireNonNull(callLimit, "callLimit");
        github = withoutSlash(github);
        gitlab = gitlabApi(gitlab);
    }

    /**
     * 15 seconds a request, a minute a call, 8 MiB an answer, 100 pages of 100.
     *
     * @param github where the operator named one, else the public one
     * @param gitlab the same, with or without {@code /api/v4}
     */
    public static HostSettings standard(Optional<URI> github, Optional<URI> gitlab) {
        return new HostSettings(
                github.orElse(GITHUB),
                gitlab.orElse(GITLAB),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                EIGHT_MIB,
                100);
    }

    /** Where the repositories lie whose API that is: the public GitHub's API has a host name of its own. */
    String githubHome() {
        String address = github.toString();

        return address.endsWith(GITHUB_API)
                ? address.substring(0, address.length() - GITHUB_API.length())
                : address.replaceFirst("(?i)^(https?://)api\\.", "$1");
    }

    String gitlabHome() {
        String address = gitlab.toString();

        return address.substring(0, address.length() - GITLAB_API.length());
    }

    /** The API's base of a GitLab at that address. */
    static URI gitlabApi(URI address) {
        URI plain = withoutSlash(address);

        return plain.getRawPath().endsWith(GITLAB_API) ? plain : URI.create(plain + GITLAB_API);
    }

    private static URI withoutSlash(URI address) {
        return URI.create(address.toString().replaceFirst("/+$", ""));
    }
}
