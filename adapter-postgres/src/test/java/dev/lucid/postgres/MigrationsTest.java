package dev.lucid.postgres;

import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
class MigrationsTest {
    private static final Path SOURCES = Path.of("../supabase/migrations");

    private final EmbeddedPostgres postgres;

    MigrationsTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    @Test
    void theNewestMigrationSaysSo() throws IOException, SQLException {
        try (var files = Files.list(SOURCES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .sorted()
                            .toList()
                            .getLast())
                    .startsWith("%03d_".formatted(Migrations.LATEST));
        }
        assertThat(ask(postgres.owner(), "select lucid.schema_version()")).containsExactly("" + Migrations.LATEST);
    }

    @Test
    void migratingAgainAndAtTheSameTimeChangesNothing() throws Exception {
        var database = database("many");
        try (var threads = Executors.newFixedThreadPool(3)) {
            var runs = new ArrayList<Future<?>>();
            for (int i = 0; i < 3; i++) {
                runs.add(threads.submit(() -> {
                    var migrations = new Migrations(database);
                    migrations.run();
                    migrations.grantServer("another password, which changes nothing");
                }));
            }
            for (var run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        }
        new Migrations(database).run();

        assertThat(ask(database, "select count(*) from lucid.flyway_schema_history where success and type = 'SQL'"))
                .containsExactly("" + Migrations.LATEST);
    }

    @Test
    void aNewerDatabaseIsRefusedAndLeftAlone() throws SQLException {
        var database = database("newer");
        new Migrations(database).run();
        execute(
                database,
                "create or replace function lucid.schema_version() returns integer language sql as 'select 999'");

        assertThatThrownBy(() -> new Migrations(database).run())
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("version 999")
                .hasMessageContaining("newer");
    }

    @Test
    void aDatabaseThatWasNotMigratedIsNamedAsThat() throws SQLException {
        var database = database("bare");

        assertThatThrownBy(() -> PostgresStore.open(() -> database, UUID.randomUUID()))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("lucid migrate");
    }

    @Test
    void aWrongPasswordIsNamedAsThat() {
        var wrong = postgres.server().as("lucid_server", "guess");

        assertThatThrownBy(() -> PostgresStore.open(() -> wrong, UUID.randomUUID()))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("guess");
    }

    private DatabaseAddress database(String name) throws SQLException {
        return FreshDatabases.database(postgres, name);
    }
}
