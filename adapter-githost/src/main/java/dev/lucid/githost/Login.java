package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What git shows one server that asks who is there. Git learns of it through a helper of one line, set for that server
 * alone: whoever else asks, after a redirect for one, gets nothing. The token travels in git's environment, which other
 * users of the machine can't look into, and stands in no file and no argument.
 */
record Login(URI server, String user, Secret token) {
    private static final String USER = "LUCID_GIT_USER";
    private static final String TOKEN = "LUCID_GIT_TOKEN";
    private static final String HELPER = "!f() { test \"$1\" != get || printf 'username=%s\\npassword=%s\\n' \"$" + USER
            + "\" \"$" + TOKEN + "\"; }; f";

    Login {
        requireNonNull(server, "server");
        requireNonNull(user, "user");
        requireNonNull(token, "token");
    }

    /** Nothing where there is no token, and none for who is not asked over the web. */
    static Optional<Login> at(RepositoryAddress address, Optional<Secret> token) {
        return switch (address) {
            case RepositoryAddress.Web(URI uri) -> token.map(shown -> new Login(server(uri), user(uri), shown));
            case RepositoryAddress.Local _, RepositoryAddress.Ssh _ -> Optional.empty();
        };
    }

    /** Each name works at GitHub; GitLab wants its own beside some of its tokens. */
    private static String user(URI uri) {
        return GitProvider.GITLAB.isShownBy(uri.getHost()) ? "oauth2" : "x-access-token";
    }

    private static URI server(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    /** The setting that makes git ask, and only about this server. */
    Map<String, String> setting() {
        return Map.of("credential." + server + ".helper", HELPER);
    }

    /** What the helper tells. */
    Map<String, String> variables() {
        return Map.of(USER, user, TOKEN, token.reveal());
    }
}
