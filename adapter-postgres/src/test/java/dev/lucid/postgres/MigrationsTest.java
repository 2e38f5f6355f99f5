package dev.lucid.postgres;

import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /** As the system that Lucid takes over from made it, with its own accounts and rows. */
    @Test
    void anEarlierSystemsRowsAreNumberedAndReadable() throws SQLException {
        var database = database("earlier");
        execute(database, resource("earlier-system.sql"));
        new Migrations(database).run();

        var user = UserId.ofSubject("8a1f8c1e-52a5-4b0a-9a43-0a6d7a1f1b11");
        var chat = ChatId.of("11111111-1111-4111-8111-111111111111");
        try (var store = PostgresStore.open(() -> database, UUID.randomUUID())) {
            var profile = store.chats().find(user, chat).orElseThrow();
            assertThat(profile.title()).isEqualTo("An old chat");
            assertThat(profile.model().provider()).isEqualTo("anthropic");
            var events = store.log().read(chat, 0, 10);
            assertThat(events).extracting(StoredEvent::seq).containsExactly(1L, 2L, 3L);
            assertThat(events.stream().map(StoredEvent::event).toList())
                    .containsExactly(
                            new ChatEvent.Imported("user", "InitialTask", "print hello"),
                            new ChatEvent.Imported("assistant", "CmdRunAction", "echo hello"),
                            new ChatEvent.Imported("assistant", "", "done"));

            store.log().submit(chat, Facts.message("go on"));
            assertThat(store.log().read(chat, 3, 10)).hasSize(1);
            assertThat(store.chats().list(user, 10, 0)).hasSize(2);
        }
        assertThatThrownBy(() -> execute(
                        database,
                        "select lucid.see_user(gen_random_uuid(), null, null, null);"
                                + " do $$ begin if (select count(*) from auth.users) <> 1 then raise 'made one'; end if; end $$;"
                                + " select 1/0"))
                .hasMessageContaining("division by zero");
    }

    private DatabaseAddress database(String name) throws SQLException {
        var owner = postgres.owner();
        var fresh = name + "_" + UUID.randomUUID().toString().replace("-", "");
        execute(owner, "create database " + fresh);
        return new DatabaseAddress(
                owner.jdbcUrl().replace("/postgres?", "/" + fresh + "?"), owner.user(), owner.password());
    }

    private static String resource(String name) {
        try (var stream = MigrationsTest.class.getResourceAsStream("/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
