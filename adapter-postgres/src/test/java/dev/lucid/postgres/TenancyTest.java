package dev.lucid.postgres;

import static dev.lucid.postgres.TestConnections.as;
import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.assertDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.Sessions;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself keeps users apart, whatever the code forgets. */
@ExtendWith(SharedDatabase.class)
class TenancyTest {
    private static final List<String> TABLES =
            List.of("users", "chat_sessions", "chat_messages", "chat_heads", "integrations");
    private static final ChatSecrets SECRETS =
            new ChatSecrets(Optional.of(new Secret("git token")), Optional.of(new Secret("model key")));

    private final EmbeddedPostgres postgres;
    private final PostgresStore store;
    private final StoreUnderTest mine;
    private final StoreUnderTest theirs;

    TenancyTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.store = PostgresStore.open(postgres::server, UUID.randomUUID(), FreshDatabases.cipher("key"));
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

    /** Also tables that are added tomorrow. */
    @Test
    void everyTableIsGuardedForEachKindOfStatement() throws SQLException {
        var tables = tables();
        assertThat(tables).contains("public.chat_messages", "lucid.tickets", "lucid.flyway_schema_history");
        for (var table : tables) {
            assertThat(ask(
                            postgres.owner(),
                            "select relrowsecurity from pg_class where oid = '" + table + "'::regclass"))
                    .as(table)
                    .containsExactly("t");
            assertThat(ask(
                            postgres.owner(),
                            "select distinct cmd from pg_policies where schemaname || '.' || tablename = '" + table
                                    + "' and roles = '{authenticated}' order by cmd"))
                    .as(table)
                    .containsExactly("DELETE", "INSERT", "SELECT", "UPDATE");
            assertThat(may("anon", table, "SELECT, INSERT, UPDATE, REFERENCES"))
                    .as(table)
                    .isFalse();
        }
    }

    @Test
    void whatLucidWritesNoUserWrites() throws SQLException {
        var usersOwn = List.of("public.users", "public.chat_sessions", "public.integrations");
        for (var table : tables()) {
            assertThat(may("authenticated", table, "INSERT, UPDATE")).as(table).isEqualTo(usersOwn.contains(table));
        }
        assertThat(
                        ask(
                                postgres.owner(),
                                "select proname from pg_proc where pronamespace = 'lucid'::regnamespace and"
                                        + " has_function_privilege('authenticated', oid, 'EXECUTE') and proname <> 'schema_version'"))
                .isEmpty();
    }

    private List<String> tables() throws SQLException {
        return ask(
                        postgres.owner(),
                        "select oid::regclass::text from (select oid, relnamespace from pg_class where relkind in ('r', 'p')"
                                + " and relnamespace in ('public'::regnamespace, 'lucid'::regnamespace)) tables")
                .stream()
                .map(name -> name.contains(".") ? name : "public." + name)
                .toList();
    }

    /** Whether that role has one of the rights on the table, or on one of its columns. */
    private boolean may(String role, String table, String rights) throws SQLException {
        return ask(
                        postgres.owner(),
                        "select has_any_column_privilege('" + role + "', '" + table + "', '" + rights
                                + "') or has_table_privilege('" + role + "', '" + table + "', 'TRUNCATE, TRIGGER')")
                .contains("t");
    }

    @Test
    void aForgottenWhereLeaksNothing() throws SQLException {
        for (var owner : List.of(mine, theirs)) {
            owner.newChat("a chat of " + owner.user());
            store.integrations().save(integration(owner.user()), new Secret("token of " + owner.user()));
            store.sessionDrafts()
                    .keep(new SessionDraft(
                            new SessionId(UUID.randomUUID()), new StartChat.Command(owner.user(), "x"), Instant.EPOCH));
        }

        for (var sql : List.of(
                "select * from chat_sessions",
                "select * from chat_messages",
                "select * from users",
                "select * from integrations",
                "select * from lucid.session_drafts",
                "update chat_sessions set title = 'x'",
                "update users set name = 'x'",
                "update integrations set label = 'x'",
                "delete from integrations",
                "delete from chat_sessions")) {
            assertThat(as(postgres.server(), "authenticated", mine.user().value(), sql))
                    .as(sql)
                    .isEqualTo(1);
        }

        assertThat(store.chats().list(theirs.user(), 10, 0))
                .extracting(ChatProfile::title)
                .containsExactly("a chat of " + theirs.user());
        assertThat(store.integrations()
                        .find(theirs.user(), GitProvider.GITHUB)
                        .orElseThrow()
                        .token())
                .isEqualTo(new Secret("token of " + theirs.user()));
        assertThat(store.sessionDrafts().list(theirs.user())).hasSize(1);
    }

    /** The methods that take a user, each as one to whom nothing of it belongs. */
    @Test
    void noMethodOfAnyPortShowsOrChangesAnothersThings() {
        var me = mine.user();
        store.users().see(new Account(me));
        var profile = theirs.profile("theirs");
        store.chats().create(profile, Facts.firstMessage("theirs"), SECRETS);
        var chat = profile.id();
        var integration = store.integrations().save(integration(theirs.user()), new Secret("theirs"));
        var draft = new SessionDraft(
                new SessionId(UUID.randomUUID()),
                new StartChat.Command(theirs.user(), "draft").with(SECRETS),
                Instant.parse("2026-01-02T03:04:05Z"));
        store.sessionDrafts().keep(draft);
        var before = store.chats().load(chat).orElseThrow();

        assertThat(store.chats().find(me, chat)).isEmpty();
        assertThat(store.chats().list(me, 100, 0)).isEmpty();
        assertThat(store.chatEdits().rename(me, chat, "mine")).isFalse();
        assertThat(store.chatEdits().delete(me, chat)).isFalse();
        assertThat(store.chats().secrets(me, chat)).isEqualTo(new Chats.Given(ChatSecrets.NONE, false));
        assertThat(store.chats().deactivate(me, chat)).isTrue();
        store.chats().activate(me, chat);
        assertThat(store.log().read(me, chat, 0, 10)).isEmpty();
        assertThat(store.log().submit(me, chat, Facts.message("forged"))).isEqualTo(new Appended.NoSuchChat());
        assertThat(store.sessions().isAtWork(me, chat)).isFalse();
        store.sessions().end(me, chat, profile.session(), new SessionId(UUID.randomUUID()));
        store.sessions().open(me, chat);
        assertThat(store.sessions().find(me, profile.session())).isEmpty();
        assertThat(store.sessions().list(me)).isEmpty();
        assertThat(store.sessions().atWork(me)).isZero();
        assertThat(store.sessionDrafts().find(me, draft.id())).isEmpty();
        assertThat(store.sessionDrafts().list(me)).isEmpty();
        assertThat(store.sessionDrafts().remove(me, draft.id())).isFalse();
        assertThat(store.integrations().find(me, GitProvider.GITHUB)).isEmpty();
        assertThat(store.integrations().list(me)).isEmpty();
        assertThat(store.integrations().remove(me, GitProvider.GITHUB)).isFalse();

        store.integrations().save(integration(me), new Secret("mine"));
        store.sessionDrafts().keep(new SessionDraft(draft.id(), new StartChat.Command(me, "mine"), Instant.EPOCH));

        assertThat(store.chats().find(theirs.user(), chat))
                .map(ChatProfile::title)
                .contains("theirs");
        assertThat(store.chats().secrets(theirs.user(), chat)).isEqualTo(new Chats.Given(SECRETS, false));
        assertThat(store.chats().load(chat)).contains(before);
        assertThat(store.log().read(chat, 0, 10)).hasSize(1);
        assertThat(store.sessions().find(theirs.user(), profile.session())).isPresent();
        assertThat(store.sessionDrafts().find(theirs.user(), draft.id())).contains(draft);
        assertThat(store.integrations().find(theirs.user(), GitProvider.GITHUB))
                .contains(new Integrations.Connected(integration, new Secret("theirs")));
    }

    /** All others name the user, alone or within what they keep. */
    @Test
    void whatNamesNoUserIsTheServicesOwn() {
        var known = new TreeSet<String>();
        for (var port : List.of(
                EventLog.class,
                Chats.class,
                ChatEdits.class,
                Sessions.class,
                SessionDrafts.class,
                Integrations.class)) {
            for (var method : port.getMethods()) {
                if (!List.of(method.getParameterTypes()).contains(UserId.class)) {
                    known.add(port.getSimpleName() + "." + method.getName());
                }
            }
        }

        assertThat(known)
                .containsExactly(
                        "Chats.create", // its profile names the owner
                        "Chats.load", // recovery: tells a runner whom it acts for
                        "EventLog.append", // the lease is the right to it
                        "EventLog.listen",
                        "EventLog.read", // for runners and the feed
                        "Integrations.save", // names its owner
                        "SessionDrafts.keep", // names its user
                        "Sessions.exists"); // tells nothing else across users
    }

    /** Even the row itself, under another user, gives its secret to nobody. */
    @Test
    void whatLiesEncryptedOpensForItsOwnerAlone() throws SQLException {
        store.users().see(new Account(mine.user()));
        store.users().see(new Account(theirs.user()));
        store.integrations().save(integration(theirs.user()), new Secret("theirs"));
        TestConnections.execute(
                postgres.owner(),
                "insert into integrations (user_id, provider, access_token_encrypted, iv, key_id) select '"
                        + mine.user()
                        + "', provider, access_token_encrypted, iv, key_id from integrations where user_id = '"
                        + theirs.user() + "'");

        assertThatThrownBy(() -> store.integrations().find(mine.user(), GitProvider.GITHUB))
                .isInstanceOf(PortFailure.Permanent.class);
    }

    private static Integration integration(UserId owner) {
        return new Integration(
                UUID.randomUUID(),
                owner,
                GitProvider.GITHUB,
                "ada",
                "ada (github)",
                "repo",
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"));
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
                "select * from lucid.chat_secrets",
                "select * from lucid.tickets",
                "insert into lucid.tickets values ('x', gen_random_uuid(), now())",
                "update lucid.session_drafts set user_id = gen_random_uuid()",
                "delete from lucid.session_drafts",
                "select * from lucid.flyway_schema_history",
                "select lucid.session_exists(gen_random_uuid())",
                "update users set email = 'another@example.com'",
                "update chat_sessions set session_opened_at = now()",
                "update chat_sessions set agent_session_id = 'another'",
                "update integrations set host = 'https://elsewhere.example'",
                "update integrations set key_id = 'x'",
                "insert into integrations (user_id, provider, access_token_encrypted, iv, host)"
                        + " select id, 'GITLAB', 'x', 'x', 'https://elsewhere.example' from users",
                "insert into integrations (user_id, provider, access_token_encrypted, iv, key_id)"
                        + " select id, 'GITLAB', 'x', 'x', 'x' from users",
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

    /** A front end that shares the tables writes rows of its user's own: in the earlier form, with random ids. */
    @Test
    void aUserMakesRowsOfHisOwn() throws SQLException {
        var me = mine.user().value();
        store.users().see(new Account(mine.user()));
        var chat = "insert into chat_sessions (user_id, title, project_id, model_provider) values ('" + me
                + "', 't', 'p', 'm')";
        var token = "insert into integrations (user_id, provider, label, access_token_encrypted, iv, external_username,"
                + " scopes) values ('" + me + "', 'GITLAB', 'l', 'x', 'x', 'u', 'api')";
        // As an API over the tables words it: each column that was given.
        var again = token.replace("'x', 'x'", "'y', 'y'")
                + " on conflict (user_id, provider) do update set user_id = excluded.user_id, provider = excluded.provider,"
                + " label = excluded.label, access_token_encrypted = excluded.access_token_encrypted, iv = excluded.iv,"
                + " external_username = excluded.external_username, scopes = excluded.scopes";

        // A session's name leads to its workspace, so it is never the user's choice, not even by the chat's id.
        var named = "with made as (insert into chat_sessions (id, user_id) values ('" + UUID.randomUUID() + "', '" + me
                + "') returning *) select from made where agent_session_id <> id::text";

        assertThat(as(postgres.server(), "authenticated", me, chat)).isOne();
        assertThat(as(postgres.server(), "authenticated", me, named)).isOne();
        assertThat(as(postgres.server(), "authenticated", me, token)).isOne();
        assertThat(as(postgres.server(), "authenticated", me, again)).isOne();
        assertThat(as(postgres.server(), "authenticated", me, "update integrations set label = 'another'"))
                .isOne();
        assertThat(as(postgres.server(), "authenticated", me, "delete from integrations"))
                .isOne();
    }

    /** Whoever gets at the row itself still can't have its token sent elsewhere. */
    @Test
    void aTokenOpensForItsHostAlone() throws SQLException {
        store.users().see(new Account(mine.user()));
        store.integrations().save(integration(mine.user()), new Secret("mine"));
        for (var change : List.of(
                "host = 'https://elsewhere.example'", "host = null, scopes = 'repo||https://elsewhere.example'")) {
            TestConnections.execute(
                    postgres.owner(), "update integrations set " + change + " where user_id = '" + mine.user() + "'");

            assertThatThrownBy(() -> store.integrations().find(mine.user(), GitProvider.GITHUB))
                    .as(change)
                    .isInstanceOf(PortFailure.Permanent.class);
        }
    }

    /** An earlier version bound a token to no host: then a host that its user writes is none that it is for. */
    @Test
    void aTokenThatIsBoundToNoHostGoesToNoneThatItsUserNames() throws SQLException {
        var me = mine.user().value();
        store.users().see(new Account(mine.user()));
        var sealed = FreshDatabases.cipher("key")
                .seal(TokenCipher.Purpose.INTEGRATION, PostgresIntegrations.about(me, "GITHUB"), "mine");
        store.integrations().save(integration(mine.user()), new Secret("other"));
        TestConnections.execute(
                postgres.owner(),
                "update integrations set access_token_encrypted = '" + sealed.text() + "', iv = '" + sealed.iv()
                        + "' where user_id = '" + me + "'");
        assertThat(store.integrations()
                        .find(mine.user(), GitProvider.GITHUB)
                        .orElseThrow()
                        .token())
                .isEqualTo(new Secret("mine"));

        as(
                postgres.server(),
                "authenticated",
                me,
                "update integrations set scopes = 'repo||https://elsewhere.example'");

        assertThatThrownBy(() -> store.integrations().find(mine.user(), GitProvider.GITHUB))
                .isInstanceOf(PortFailure.Permanent.class);
    }

    /** As an API over the tables asks for a chat with its messages. */
    @Test
    void aUsersChatsLeadToTheirMessages() throws SQLException {
        mine.newChat("mine");
        theirs.newChat("theirs");
        var embedding =
                "select message.content from chat_sessions chat cross join lateral public.chat_messages(chat) message";

        assertThat(as(postgres.server(), "authenticated", mine.user().value(), embedding))
                .isOne();
        assertDenied(postgres.owner(), "anon", mine.user().value(), embedding);
    }

    /** Such an id follows from a user and a key. */
    @Test
    void aUserMakesNoChatWhoseIdCouldBeForesaid() {
        assertThatThrownBy(() -> as(
                        postgres.server(),
                        "authenticated",
                        mine.user().value(),
                        "insert into chat_sessions (id, user_id) values ('" + ChatId.ofKey(theirs.user(), "key")
                                + "', '" + mine.user() + "')"))
                .hasMessageContaining("must be random");
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
                "insert into chat_sessions (user_id, is_active) values (gen_random_uuid(), true)",
                "update chat_sessions set user_id = gen_random_uuid()",
                "delete from chat_sessions",
                "delete from integrations",
                "delete from integrations",
                "update integrations set user_id = gen_random_uuid()",
                "update lucid.session_drafts set user_id = gen_random_uuid()",
                "update lucid.tickets set user_id = gen_random_uuid()",
                "select * from lucid.flyway_schema_history",
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
        var stolen = new ChatProfile(
                chat,
                mine.user(),
                mine.profile("x").session(),
                "x",
                mine.profile("x").model(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                true,
                Instant.EPOCH,
                Instant.EPOCH);

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
