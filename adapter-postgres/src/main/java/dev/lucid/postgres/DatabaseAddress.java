package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Properties;
import org.postgresql.Driver;

/** Where a database is and who enters it. Its text form leaves the password out. */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    private static final String JDBC = "jdbc:";

    public DatabaseAddress {
        requireNonNull(jdbcUrl, "jdbcUrl");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?…}, also with {@code postgres:} or {@code jdbc:} in
     * front. Fails with {@link IllegalArgumentException}, whose message holds nothing of the text: it has a password.
     */
    public static DatabaseAddress of(String text) {
        var plain = text.strip();
        if (plain.startsWith(JDBC)) {
            plain = plain.substring(JDBC.length());
        }
        if (plain.startsWith("postgres:")) {
            plain = "postgresql:" + plain.substring("postgres:".length());
        }
        try {
            var uri = new URI(plain);
            if (!"postgresql".equals(uri.getScheme()) || uri.getRawAuthority() == null) {
                throw unreadable();
            }
            return of(uri);
        } catch (URISyntaxException e) {
            throw unreadable();
        }
    }

    private static DatabaseAddress of(URI uri) {
        var authority = uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        var account = at < 0 ? "" : authority.substring(0, at);
        int colon = account.indexOf(':');
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var url = JDBC + "postgresql://" + authority.substring(at + 1) + uri.getRawPath() + query;
        var given = Driver.parseURL(url, new Properties());
        if (given == null) {
            throw unreadable();
        }
        return new DatabaseAddress(
                url,
                account.isEmpty()
                        ? given.getProperty("user", "postgres")
                        : decoded(colon < 0 ? account : account.substring(0, colon)),
                colon < 0 ? given.getProperty("password", "") : decoded(account.substring(colon + 1)));
    }

    /** The same database for another account. */
    public DatabaseAddress as(String otherUser, String otherPassword) {
        return new DatabaseAddress(jdbcUrl, otherUser, otherPassword);
    }

    @Override
    public String toString() {
        return user + " at " + jdbcUrl.replaceAll("password=[^&]*", "password=…");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "A database's address reads postgresql://user:password@host:port/database, with special characters"
                        + " in the password percent-encoded");
    }
}
