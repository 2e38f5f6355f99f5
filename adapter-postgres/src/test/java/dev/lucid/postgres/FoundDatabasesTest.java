package dev.lucid.postgres;

import static dev.lucid.postgres.FreshDatabases.cipher;
import static dev.lucid.postgres.FreshDatabases.database;
import static dev.lucid.postgres.FreshDatabases.resource;
import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.port.PortFailure;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that somebody else began are taken over, or left alone. */
@ExtendWith(SharedDatabase.class)
class FoundDatabasesTest {
    private static final UserId ADA = UserId.ofSubject("8a1f8c1e-52a5-4b0a-9a43-0a6d7a1f1b11");
    private static final ChatId CHAT = ChatId.of("11111111-1111-4111-8111-111111111111");

    private final EmbeddedPostgres postgres;

    FoundDatabasesTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** As the system that Lucid takes over from made it, with its own accounts, its policies and its rows. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEarlierSystemsRowsAreNumberedAndReadable(boolean withEarlierNames) throws SQLException {
        var database = database(postgres, "earlier");
        execute(database, resource("earlier-system.sql"));
        if (withEarlierNames) {
            execute(database, resource("earlier-names.sql"));
        }
        new Migrations(database).run();

        try (var store = PostgresStore.open(() -> database, UUID.randomUUID(), cipher("new", "an earlier key"))) {
            var profile = store.chats().find(ADA, CHAT).orElseThrow();
            assertThat(profile.title()).isEqualTo("An old chat");
            assertThat(profile.model().provider()).isEqualTo("anthropic");
            assertThat(store.log().read(CHAT, 0, 10))
                    .extracting(StoredEvent::seq, StoredEvent::event)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    1L, new ChatEvent.Imported("user", "InitialTask", "print hello")),
                            org.assertj.core.groups.Tuple.tuple(
                                    2L, new ChatEvent.Imported("assistant", "CmdRunAction", "echo hello")),
                            org.assertj.core.groups.Tuple.tuple(3L, new ChatEvent.Imported("assistant", "", "done")));
            assertThat(store.sessions().list(ADA)).isEmpty();
            assertThat(store.chatEdits().rename(ADA, CHAT, "Renamed")).isTrue();

            store.log().submit(ADA, CHAT, Facts.message("go on"));
            assertThat(store.log().read(CHAT, 3, 10)).hasSize(1);
            assertThat(store.chats().list(ADA, 10, 0)).hasSize(2);
            var old = store.integrations().find(ADA, GitProvider.GITLAB).orElseThrow();
            assertThat(old.token().reveal()).isEqualTo("glpat-kept-since-long");
            assertThat(old.integration().host()).contains("https://git.example.com");
        }
        execute(
                database,
                "insert into auth.users values ('" + UUID.randomUUID() + "', 'grace@example.com',"
                        + " '{\"name\": \"Grace\", \"avatar_url\": \"https://example.com/g.png\"}')");
        assertThat(ask(database, "select name || ' ' || avatar_url from users where email = 'grace@example.com'"))
                .containsExactly("Grace https://example.com/g.png");
    }

    /** Functions of the usual names are found in many databases; those that do something else go on doing it. */
    @Test
    void anotherSystemsFunctionsAreLeftAlone() throws SQLException {
        var database = database(postgres, "functions");
        execute(database, """
                create table notes (id int primary key, changed timestamptz);
                create function public.set_updated_at() returns trigger language plpgsql as $$
                begin new.changed = now(); return new; end $$;
                create trigger notes_changed before update on notes
                    for each row execute function public.set_updated_at();
                insert into notes values (1, null)""");

        new Migrations(database).run();

        execute(database, "update notes set id = 2");
        assertThat(ask(database, "select changed is not null from notes")).containsExactly("t");
        try (var store = PostgresStore.open(() -> database, UUID.randomUUID())) {
            var user = new UserId(UUID.randomUUID());
            var chat = new StoreUnderTest(store.log(), store.leases(), store.chats(), user).newChat("task");
            assertThat(store.chatEdits().rename(user, chat, "renamed")).isTrue();
        }
    }

    @Test
    void thePublicNamesAreThoseThatEarlierClientsKnow() throws SQLException {
        assertThat(ask(
                        postgres.owner(),
                        "select proname from pg_proc where pronamespace = 'public'::regnamespace order by proname"))
                .containsExactly("chat_messages", "handle_new_user", "set_updated_at");
        assertThat(ask(
                        postgres.owner(),
                        "select tgname from pg_trigger where tgrelid = 'auth.users'::regclass and not tgisinternal"))
                .containsExactly("on_auth_user_created");
    }

    /** Policies add to each other: one that was left behind would let its users see more. */
    @Test
    void aStrayPolicyIsDropped() throws SQLException {
        var database = database(postgres, "stray");
        execute(database, resource("earlier-system.sql"));
        execute(database, "create policy everybody on public.chat_messages using (true)");

        new Migrations(database).run();

        assertThat(ask(database, "select policyname from pg_policies where 'public' = any (roles)"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users | create table users (id bigint primary key, email text) | column avatar_url",
                "users | create table users (id uuid, email text, name text, avatar_url text,"
                        + " created_at timestamptz, updated_at timestamptz, tenant int not null) | column tenant",
                "chat_sessions | create table chat_sessions (id uuid primary key, room text) | column agent_session_id",
                "chat_messages | create view chat_messages as select 1 as id | it is no table",
                "integrations | create table integrations (id uuid, name text) | column access_token_encrypted",
            })
    void anotherSystemsTablesAreRefusedBeforeAnyChange(String table, String made, String reason) throws SQLException {
        var database = database(postgres, "foreign");
        execute(database, made);
        var before = everything(database);

        assertThatThrownBy(() -> new Migrations(database).run())
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("public." + table)
                .hasMessageContaining(reason)
                .hasMessageContaining("database of its own");
        assertThatThrownBy(() -> execute(database, FreshDatabases.migrations().getFirst()))
                .hasMessageContaining("public." + table);
        assertThat(everything(database)).isEqualTo(before);
    }

    private static List<String> everything(DatabaseAddress database) throws SQLException {
        return ask(
                database,
                "select relnamespace::regnamespace || '.' || relname from pg_class"
                        + " union all select nspname from pg_namespace where nspname !~ '^pg_' order by 1");
    }

    @Test
    void migrationsRunByHandAnyNumberOfTimesAtOnceAndAreTakenOver() throws Exception {
        var database = database(postgres, "by_hand");
        try (var threads = Executors.newFixedThreadPool(2)) {
            var runs = new ArrayList<Future<?>>();
            for (int i = 0; i < 2; i++) {
                runs.add(threads.submit(() -> {
                    for (var sql : FreshDatabases.migrations()) {
                        execute(database, sql);
                    }
                    return null;
                }));
            }
            for (var run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        }
        var user = new UserId(UUID.randomUUID());
        try (var store = PostgresStore.open(() -> database, UUID.randomUUID())) {
            var ports = new StoreUnderTest(store.log(), store.leases(), store.chats(), user);
            var chat = ports.newChat("made before all of it runs again");

            var id = store.sessionRecords().store();

            for (var sql : FreshDatabases.migrations()) {
                execute(database, sql);
            }
            new Migrations(database).run();

            assertThat(store.sessionRecords().store()).isEqualTo(id);
            assertThat(store.log().read(chat, 0, 10)).hasSize(1);
            assertThat(store.chats().find(user, chat)).isPresent();
            assertThat(store.sessions().list(user)).hasSize(1);
            ports.newChat("and one after it");
        }
        assertThat(ask(database, "select lucid.schema_version()")).containsExactly("" + Migrations.LATEST);
    }
}
