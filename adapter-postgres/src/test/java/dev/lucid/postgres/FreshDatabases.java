package dev.lucid.postgres;

import dev.lucid.domain.identity.Secret;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What tests put databases together from. */
final class FreshDatabases {
    private static final Path MIGRATIONS = Path.of("../supabase/migrations");

    private FreshDatabases() {}

    /** A new database without anything in it. */
    static DatabaseAddress database(EmbeddedPostgres postgres, String name) throws SQLException {
        var owner = postgres.owner();
        var fresh = name + "_" + UUID.randomUUID().toString().replace("-", "");
        TestConnections.execute(owner, "create database " + fresh);
        return new DatabaseAddress(
                owner.jdbcUrl().replace("/postgres?", "/" + fresh + "?"), owner.user(), owner.password());
    }

    static String resource(String name) {
        try (var stream = FreshDatabases.class.getResourceAsStream("/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The migrations' texts in their order. */
    static List<String> migrations() {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted().map(FreshDatabases::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With that key for what is new, and the others for what is old. */
    static TokenCipher cipher(String key, String... earlier) {
        return new TokenCipher(
                new Secret(key), Stream.of(earlier).map(Secret::new).toList(), TokenCipher.Form.GCM);
    }
}
