package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a repository is. Each kind is reached by exactly one of git's transports, so that no address chooses another:
 * git's helpers ({@code ext::}, {@code fd::}) run programs. Closed for ever.
 */
sealed interface RepositoryAddress {
    /** As git is given it, always behind {@code --}. */
    String text();

    /** The one transport that git may use for it. */
    String protocol();

    /** A folder on this machine. */
    record Local(Path path) implements RepositoryAddress {
        public Local {
            requireNonNull(path, "path");
        }

        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public String protocol() {
            return "file";
        }
    }

    /** A server that speaks http or https. */
    record Web(URI uri) implements RepositoryAddress {
        public Web {
            requireNonNull(uri, "uri");
        }

        @Override
        public String text() {
            return uri.toString();
        }

        @Override
        public String protocol() {
            return uri.getScheme().toLowerCase(Locale.ROOT);
        }
    }

    /** A server that is logged in to with the operator's own keys. */
    record Ssh(String text) implements RepositoryAddress {
        @Override
        public String protocol() {
            return "ssh";
        }
    }

    Pattern WITH_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");
    Pattern HELPER = Pattern.compile("[^/]*::.*");
    Pattern MAYBE_SCP_LIKE = Pattern.compile("[^/]*:.*");
    Pattern SCP_LIKE = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9_][A-Za-z0-9_.-]*:(?!-)[^:]+");
    Pattern SSH_URL =
            Pattern.compile("ssh://([A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9_][A-Za-z0-9_.-]*(:\\d{1,5})?/(?!-).+");

    /**
     * Reads a path, {@code file:}, {@code https:}, {@code http:} or {@code ssh:} address, or {@code user@host:path}.
     *
     * @throws IllegalArgumentException saying what is wrong with it, in words for who gave it
     */
    static RepositoryAddress parse(String text, Reach reach) {
        RepositoryAddress address = parse(text);
        boolean reached = switch (address) {
            case Web _ -> true;
            case Local _, Ssh _ -> reach == Reach.ALSO_THIS_MACHINE;
        };
        if (!reached) {
            throw refusal(text, "this server takes https addresses only");
        }
        return address;
    }

    private static RepositoryAddress parse(String text) {
        if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw refusal(text, "it is empty or holds control characters");
        }
        if (text.startsWith("-")) {
            throw refusal(text, "it begins with a dash");
        }
        if (HELPER.matcher(text).matches()) {
            throw refusal(text, "git's transport helpers are not used");
        }
        var scheme = WITH_SCHEME.matcher(text);
        if (scheme.matches()) {
            return withScheme(scheme.group(1).toLowerCase(Locale.ROOT), text);
        }
        if (MAYBE_SCP_LIKE.matcher(text).matches() && !SCP_LIKE.matcher(text).matches()) {
            throw refusal(text, "it should look like git@host:path; for a folder, write ./ before its name");
        }
        return SCP_LIKE.matcher(text).matches() ? new Ssh(text) : new Local(absolute(Path.of(text)));
    }

    private static RepositoryAddress withScheme(String scheme, String text) {
        return switch (scheme) {
            case "https", "http" -> web(text);
            case "ssh" -> {
                if (!SSH_URL.matcher(text).matches()) {
                    throw refusal(text, "it should look like ssh://git@host/path, without a password");
                }
                yield new Ssh(text);
            }
            case "file" -> {
                URI uri = URI.create(text.replace(" ", "%20"));
                if (uri.getHost() != null && !uri.getHost().equalsIgnoreCase("localhost")) {
                    throw refusal(text, "a file address names no host");
                }
                yield new Local(absolute(Path.of(uri.getPath())));
            }
            default -> throw refusal(text, "use https, ssh or a path");
        };
    }

    private static Web web(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw refusal(text, "it is not a well-formed address");
        }
        if (uri.getRawUserInfo() != null) {
            // the text itself is left out: it may hold a password
            throw new IllegalArgumentException(
                    "The repository's address holds a user name or a password: leave them out.");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refusal(text, "it should look like https://host/path");
        }
        return new Web(uri);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static IllegalArgumentException refusal(String text, String reason) {
        // A password may stand before the last @, however badly the rest is put.
        var shown = text.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)?.*[:].*@", "$1***@");
        return new IllegalArgumentException("The repository's address '" + shown + "' can't be used: " + reason + ".");
    }
}
