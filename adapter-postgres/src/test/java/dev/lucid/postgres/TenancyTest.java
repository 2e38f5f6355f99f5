package dev.lucid.postgres;

import static dev.lucid.postgres.TestConnections.as;
import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.assertDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself keeps users apart, whatever the code forgets. */
@ExtendWith(SharedDatabase.class)
class TenancyTest {
    private static final List<String> TABLES = List.of("users", "chat_sessions", "chat_messages", "chat_heads");

    private final EmbeddedPostgres postgres;
    private final PostgresStore store;
    private final StoreUnderTest mine;
    private final StoreUnderTest theirs;

    TenancyTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.store = PostgresStore.open(postgres::server, UUID.randomUUID());
        this.mine = new StoreUnderTest(store.log(), store.leases(), store.chats(), new UserId(UUID.randomUUID()));
        this.theirs = new StoreUnderTest(store.log(), store.leases(), store.chats(), new UserId(UUID.randomUUID()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aStatementOutsideARoleFails() {
        for (var table : TABLES) {
            assertThatThrownBy(() -> ask(postgres.server(), "select * from public." + table))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void theServersAccountOwnsNothingAndBypassesNothing() throws SQLException {
        assertThat(ask(
                        postgres.owner(),
                        "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit"
                                + " from pg_roles where rolname in ('lucid_server', 'lucid_service')"))
                .containsExactly("f", "f");
        assertThat(
                        ask(
                                postgres.owner(),
                                "select relname from pg_class where pg_get_userbyid(relowner) in ('lucid_server', 'lucid_service')"))
                .isEmpty();
    }

    @Test
    void everyTableHasPoliciesForEachKindOfStatement() throws SQLException {
        assertThat(ask(
                        postgres.owner(),
                        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
                                + " and not relrowsecurity"))
                .isEmpty();
        for (var table : TABLES) {
            assertThat(ask(
                            postgres.owner(),
                            "select distinct cmd from pg_policies where tablename = '" + table
                                    + "' and 'authenticated' = any (roles) order by cmd"))
                    .as(table)
                    .containsExactly("DELETE", "INSERT", "SELECT", "UPDATE");
        }
    }

    @Test
    void aForgottenWhereLeaksNothing() throws SQLException {
        mine.newChat("mine");
        theirs.newChat("theirs");
        var me = mine.user().value();

        assertThat(as(postgres.server(), "authenticated", me, "select * from chat_sessions"))
                .isEqualTo(1);
        assertThat(as(postgres.server(), "authenticated", me, "select * from chat_messages"))
                .isEqualTo(1);
        assertThat(as(postgres.server(), "authenticated", me, "select * from users"))
                .isEqualTo(1);
        assertThat(as(postgres.server(), "authenticated", me, "update chat_sessions set title = 'x'"))
                .isEqualTo(1);
        assertThat(as(postgres.server(), "authenticated", me, "delete from chat_sessions"))
                .isEqualTo(1);
        assertThat(store.chats().list(theirs.user(), 10, 0)).hasSize(1);
    }

    @Test
    void nobodySeesAnythingWithoutClaims() throws SQLException {
        mine.newChat("mine");
        var nobody = UUID.randomUUID();

        assertThat(as(postgres.server(), "authenticated", nobody, "select * from chat_sessions"))
                .isZero();
        assertThat(as(postgres.server(), "authenticated", nobody, "select * from chat_messages"))
                .isZero();
        for (var table : TABLES) {
            assertDenied(postgres.owner(), "anon", nobody, "select * from " + table);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into chat_messages (id, session_id, seq, role, content)"
                        + " select gen_random_uuid(), id, 99, 'user', 'forged' from chat_sessions",
                "update chat_messages set content = 'forged'",
                "delete from chat_messages",
                "select * from chat_heads",
                "update chat_heads set fence = fence + 1",
                "update chat_sessions set agent_session_id = 'another'",
                "update chat_sessions set user_id = gen_random_uuid()",
                "insert into chat_sessions (user_id, agent_session_id) select id, 'another' from users",
                "insert into users (id, email) values (gen_random_uuid(), 'x@example.com')",
                "delete from users",
                "truncate chat_messages",
                "select lucid.see_user(gen_random_uuid(), null, null, null)",
                "select * from auth.users",
            })
    void aUserCanNeitherForgeNorHijack(String sql) throws SQLException {
        mine.newChat("mine");

        assertDenied(postgres.server(), "authenticated", mine.user().value(), sql);
    }

    @Test
    void aUserMakesNoChatForAnother() {
        assertThatThrownBy(() -> as(
                        postgres.server(),
                        "authenticated",
                        mine.user().value(),
                        "insert into chat_sessions (user_id, title) values ('" + theirs.user() + "', 'x')"))
                .hasMessageContaining("row-level security");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update chat_messages set content = 'rewritten'",
                "delete from chat_messages",
                "delete from chat_heads",
                "insert into chat_heads (session_id) values (gen_random_uuid())",
                "insert into chat_sessions (user_id) values (gen_random_uuid())",
                "update chat_sessions set user_id = gen_random_uuid()",
                "delete from chat_sessions",
                "select * from users",
                "select * from auth.users",
                "create table public.own (id int)",
            })
    void lucidItselfMayDoNoMoreThanItsStatements(String sql) {
        assertDenied(postgres.server(), "lucid_service", UUID.randomUUID(), sql);
    }

    @Test
    void anotherUsersChatCannotBeTakenByMakingItAgain() {
        var chat = theirs.newChat("theirs");
        var stolen = new dev.lucid.domain.chat.ChatProfile(
                chat,
                mine.user(),
                mine.profile("x").session(),
                "x",
                mine.profile("x").model(),
                java.util.Optional.empty(),
                false,
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                true,
                java.time.Instant.EPOCH,
                java.time.Instant.EPOCH);

        assertThatThrownBy(() -> store.chats().create(stolen, Facts.firstMessage("x"), ChatSecrets.NONE))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("another user's");
        assertThat(store.chats().load(chat).orElseThrow().owner()).isEqualTo(theirs.user());
        assertThat(store.log().read(chat, 0, 10)).hasSize(1);
    }

    @Test
    void deletingAChatDeletesItsEventsAndItsHead() throws SQLException {
        var chat = mine.newChat("mine");
        var kept = theirs.newChat("theirs");
        as(
                postgres.server(),
                "authenticated",
                mine.user().value(),
                "delete from chat_sessions where id = '" + chat + "'");

        assertThat(store.log().read(chat, 0, 10)).isEmpty();
        assertThat(store.leases().claim(chat)).isEmpty();
        assertThat(store.log().read(kept, 0, 10)).hasSize(1);
    }

    @Test
    void anAccountsProfileHasItsNameAndPicture() throws SQLException {
        var id = UUID.randomUUID();
        TestConnections.execute(
                postgres.owner(),
                "insert into auth.users (id, email, raw_user_meta_data) values ('" + id + "', '" + id
                        + "@example.com', '{\"full_name\": \"Ada\", \"picture\": \"https://example.com/a.png\"}')");

        assertThat(ask(
                        postgres.owner(),
                        "select email || ' ' || name || ' ' || avatar_url from users where id = '" + id + "'"))
                .containsExactly(id + "@example.com Ada https://example.com/a.png");
    }

    @Test
    void anOwnersAccountDropsToTheSameRoles() {
        try (var asOwner = PostgresStore.open(postgres::owner, UUID.randomUUID())) {
            var chat = theirs.newChat("theirs");

            assertThat(asOwner.chats().find(mine.user(), chat)).isEmpty();
            assertThat(asOwner.chats().list(mine.user(), 10, 0)).isEmpty();
            assertThat(asOwner.chats().find(theirs.user(), chat)).isPresent();
        }
    }
}
