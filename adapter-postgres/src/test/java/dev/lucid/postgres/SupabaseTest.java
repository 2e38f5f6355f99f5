package dev.lucid.postgres;

import static dev.lucid.postgres.FreshDatabases.cipher;
import static dev.lucid.postgres.FreshDatabases.resource;
import static dev.lucid.postgres.TestConnections.as;
import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.assertDenied;
import static dev.lucid.postgres.TestConnections.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.StoreUnderTest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project on Supabase: accounts, their table and the API's roles are another's, and Lucid's owner is no superuser. */
class SupabaseTest {
    private static EmbeddedPostgres postgres;
    private static PostgresStore store;

    @BeforeAll
    static void open(@TempDir Path data) throws SQLException {
        postgres = EmbeddedPostgres.start(data, Path.of("target", "postgres-programs"));
        execute(postgres.owner(), resource("supabase-roles.sql"));
        for (var account : new String[] {"project_owner", "supabase_auth_admin"}) {
            execute(
                    postgres.owner(),
                    "alter role " + account + " password '" + postgres.owner().password() + "'");
        }
        execute(postgres.owner(), "create database project owner project_owner");
        execute(in("project", "postgres"), resource("supabase-project.sql"));
        // Another's function and trigger of the usual names, as many projects have them.
        execute(in("project", "project_owner"), """
                create table public.profiles (id uuid primary key);
                create function public.handle_new_user() returns trigger language plpgsql security definer as $$
                begin insert into public.profiles (id) values (new.id); return new; end $$;
                create trigger on_auth_user_created after insert on auth.users
                    for each row execute function public.handle_new_user()""");
        new Migrations(owner()).run();
        new Migrations(owner()).run();
        store = PostgresStore.open(SupabaseTest::owner, UUID.randomUUID(), cipher("key"));
    }

    @AfterAll
    static void close() {
        if (store != null) {
            store.close();
        }
        postgres.close();
    }

    private static DatabaseAddress in(String database, String user) {
        var address = postgres.owner();
        return new DatabaseAddress(
                address.jdbcUrl().replace("/postgres?", "/" + database + "?"), user, address.password());
    }

    private static DatabaseAddress owner() {
        return in("project", "project_owner");
    }

    private static UserId signedUp(String columns, String values) throws SQLException {
        var id = UUID.randomUUID();
        execute(
                in("project", "supabase_auth_admin"),
                "insert into auth.users (id, " + columns + ") values ('" + id + "', " + values + ")");
        return new UserId(id);
    }

    @Test
    void whoeverSignsUpHasAProfileWithNameAndPicture() throws SQLException {
        var user = signedUp(
                "email, raw_user_meta_data",
                "'ada@example.com', '{\"full_name\": \"Ada\", \"avatar_url\": \"https://example.com/a.png\"}'");

        assertThat(ask(
                        owner(),
                        "select email || ' ' || name || ' ' || avatar_url from users where id = '" + user + "'"))
                .containsExactly("ada@example.com Ada https://example.com/a.png");
        assertThat(ask(owner(), "select id from profiles where id = '" + user + "'"))
                .hasSize(1);
    }

    @Test
    void anUnknownSubjectHasNoAccountAndGetsNone() throws SQLException {
        var unknown = new UserId(UUID.randomUUID());

        assertThat(store.users().see(new Account(unknown))).isFalse();

        assertThat(ask(owner(), "select id from users where id = '" + unknown + "'"))
                .isEmpty();
        assertThat(ask(owner(), "select id from auth.users where id = '" + unknown + "'"))
                .isEmpty();
    }

    @Test
    void aKnownSubjectIsAtHome() throws SQLException {
        var user = signedUp("phone", "'+41'");
        var ports = new StoreUnderTest(store.log(), store.leases(), store.chats(), user);

        assertThat(store.users().see(new Account(user))).isTrue();
        var chat = ports.newChat("task");

        assertThat(store.chats().find(user, chat)).isPresent();
        assertThat(ask(owner(), "select email from users where id = '" + user + "'"))
                .containsExactly(user + "@users.invalid");
    }

    @Test
    void anAccountThatIsOlderThanTheTablesGetsItsProfileOnFirstSight() throws SQLException {
        var user = signedUp("email", "'old@example.com'");
        execute(owner(), "delete from users where id = '" + user + "'");

        assertThat(store.users()
                        .see(new Account(user, Optional.of("old@example.com"), Optional.empty(), Optional.empty())))
                .isTrue();

        assertThat(ask(owner(), "select email from users where id = '" + user + "'"))
                .containsExactly("old@example.com");
    }

    /** It owns nothing and goes past no policy. */
    @Test
    void anAccountThatMayOnlyTakeOnRolesIsEnoughForAServer() throws SQLException {
        execute(
                owner(),
                "create role lucid_account login noinherit password '"
                        + postgres.owner().password() + "'; grant authenticated, lucid_service to lucid_account");
        var user = signedUp("email", "'server@example.com'");

        try (var plain = PostgresStore.open(() -> in("project", "lucid_account"), UUID.randomUUID(), cipher("key"))) {
            assertThat(plain.users().see(new Account(user))).isTrue();
            var chat = new StoreUnderTest(plain.log(), plain.leases(), plain.chats(), user).newChat("task");

            assertThat(plain.sessions().list(user)).hasSize(1);
            assertThat(plain.chatEdits().delete(user, chat)).isTrue();
        }
    }

    @Test
    void twoAccountsWithOneEmailCanBothSignUp() throws SQLException {
        signedUp("email", "'same@example.com'");
        var later = signedUp("email, is_sso_user", "'same@example.com', true");

        assertThat(ask(owner(), "select email from users where id = '" + later + "'"))
                .containsExactly(later + "@users.invalid");
    }

    @Test
    void anAccountThatIsDeletedTakesAllWithIt() throws SQLException {
        var user = signedUp("email", "'leaving@example.com'");
        var ports = new StoreUnderTest(store.log(), store.leases(), store.chats(), user);
        var chat = ports.newChat("task");

        execute(in("project", "supabase_auth_admin"), "delete from auth.users where id = '" + user + "'");

        assertThat(store.log().read(chat, 0, 10)).isEmpty();
        assertThat(store.chats().load(chat)).isEmpty();
    }

    @Test
    void theApisRolesReachNoMoreThanPoliciesAllow() throws SQLException {
        var user = signedUp("email", "'api@example.com'");
        new StoreUnderTest(store.log(), store.leases(), store.chats(), user).newChat("task");

        assertThat(as(owner(), "authenticated", user.value(), "select * from chat_messages"))
                .isEqualTo(1);
        for (var denied : new String[] {
            "insert into chat_messages (session_id, seq, role, content) select id, 9, 'user', 'x' from chat_sessions",
            "update chat_messages set content = 'x'",
            "delete from chat_messages",
            "select * from chat_heads",
            "select * from lucid.chat_secrets",
            "select * from lucid.tickets",
            "select lucid.session_exists(gen_random_uuid())",
            "select lucid.make_profile(gen_random_uuid(), 'x', 'x', 'x')",
            "update users set email = 'x'",
        }) {
            assertDenied(owner(), "authenticated", user.value(), denied);
        }
        for (var table : new String[] {"users", "chat_sessions", "chat_messages", "chat_heads", "integrations"}) {
            assertDenied(owner(), "anon", user.value(), "select * from " + table);
        }
    }
}
