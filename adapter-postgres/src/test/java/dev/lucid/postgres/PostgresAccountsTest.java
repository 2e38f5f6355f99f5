package dev.lucid.postgres;

import static dev.lucid.postgres.TestConnections.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.Users;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.session.Sessions;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.IntegrationsContract;
import dev.lucid.testkit.SessionDraftsContract;
import dev.lucid.testkit.SessionRecordsContract;
import dev.lucid.testkit.SessionsContract;
import dev.lucid.testkit.StoreUnderTest;
import dev.lucid.testkit.TicketsContract;
import dev.lucid.testkit.UsersContract;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts, and what is theirs beside chats, as all stores keep them. */
@ExtendWith(SharedDatabase.class)
class PostgresAccountsTest
        implements UsersContract,
                TicketsContract,
                SessionsContract,
                SessionRecordsContract,
                SessionDraftsContract,
                IntegrationsContract {
    private final EmbeddedPostgres postgres;
    private final PostgresStore store;
    private final UserId user = new UserId(UUID.randomUUID());
    private final UserId stranger = new UserId(UUID.randomUUID());

    PostgresAccountsTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.store = PostgresStore.open(postgres::server, UUID.randomUUID(), FreshDatabases.cipher("key"));
    }

    @BeforeEach
    void makeAccounts() {
        store.users().see(new Account(user));
        store.users().see(new Account(stranger));
    }

    @Override
    public SessionRecords records() {
        return store.sessionRecords();
    }

    @Override
    public ChatEdits edits() {
        return store.chatEdits();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public Users users() {
        return store.users();
    }

    @Override
    public Optional<Account> kept(UserId seen) {
        try (var connection = TestConnections.open(postgres.owner());
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select nullif(email, id || '@users.invalid'), name, avatar_url from public.users where id = '"
                                + seen + "'")) {
            return row.next()
                    ? Optional.of(new Account(
                            seen,
                            Optional.ofNullable(row.getString(1)),
                            Optional.ofNullable(row.getString(2)),
                            Optional.ofNullable(row.getString(3))))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Tickets tickets() {
        return store.tickets();
    }

    @Override
    public StoreUnderTest store() {
        return new StoreUnderTest(store.log(), store.leases(), store.chats(), user);
    }

    @Override
    public Sessions sessions() {
        return store.sessions();
    }

    @Override
    public SessionDrafts drafts() {
        return store.sessionDrafts();
    }

    @Override
    public void age(SessionId session, Duration by) {
        try {
            TestConnections.execute(
                    postgres.owner(),
                    "update lucid.session_drafts set kept_at = kept_at - interval '" + by.toSeconds()
                            + " seconds' where id = '" + session + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Integrations integrations() {
        return store.integrations();
    }

    @Override
    public UserId user() {
        return user;
    }

    @Override
    public UserId stranger() {
        return stranger;
    }

    @Test
    void anEmailIsAnothersHoweverItIsWritten() {
        var email = Optional.of("ada-" + user + "@example.com");
        store.users().see(new Account(user, email, Optional.empty(), Optional.empty()));
        var late = new Account(
                new UserId(UUID.randomUUID()), email.map(String::toUpperCase), Optional.empty(), Optional.empty());

        store.users().see(late);
        store.users().see(late);

        assertThat(kept(late.id())).contains(new Account(late.id()));
    }

    @Test
    void openingTheStoreDeletesPreparedSessionsThatAreTooOldAndNoOthers() throws SQLException {
        var old = new SessionId(UUID.randomUUID());
        var young = new SessionId(UUID.randomUUID());
        for (var session : List.of(old, young)) {
            drafts().keep(new SessionDraft(session, SessionDraftsContract.start(user, "task"), Instant.now()));
        }
        age(old, SessionDrafts.LIFE);

        PostgresStore.open(postgres::server, UUID.randomUUID()).close();

        assertThat(ask(postgres.owner(), "select count(*) from lucid.session_drafts where id = '" + old + "'"))
                .containsExactly("0");
        assertThat(drafts().find(user, young)).isPresent();
    }

    @Test
    void nothingSecretLiesReadableInTheDatabase() throws SQLException {
        var token = "ghp_" + UUID.randomUUID();
        store.tickets().keep(new Secret(token), user, Duration.ofMinutes(1));
        store.integrations().save(integration(), new Secret(token));

        for (var table : new String[] {"lucid.tickets", "public.integrations"}) {
            assertThat(ask(
                            postgres.owner(),
                            "select 1 from " + table + " kept where kept::text like '%" + token + "%'"))
                    .as(table)
                    .isEmpty();
        }
        assertThat(ask(
                        postgres.owner(),
                        "select iv ~ '^[0-9a-f]{32}$' and key_id is not null from public.integrations"
                                + " where user_id = '" + user + "'"))
                .containsExactly("t");
    }

    /** An earlier system that shares the table reads the token, and the host where it would have put it. */
    @Test
    void aTokenCanBeWrittenForAnEarlierSystem() throws SQLException {
        var shared = new TokenCipher(new Secret("key"), java.util.List.of(), TokenCipher.Form.CBC);
        try (var sharing = PostgresStore.open(postgres::server, UUID.randomUUID(), shared)) {
            sharing.integrations().save(integration(), new Secret("glpat-x"));
        }

        assertThat(ask(
                        postgres.owner(),
                        "select scopes || ' ' || coalesce(key_id, '-') from public.integrations" + " where user_id = '"
                                + user + "'"))
                .containsExactly("api||https://git.example.com -");
        assertThat(store.integrations()
                        .find(user, GitProvider.GITLAB)
                        .orElseThrow()
                        .token())
                .isEqualTo(new Secret("glpat-x"));
    }

    private Integration integration() {
        return new Integration(
                UUID.randomUUID(),
                user,
                GitProvider.GITLAB,
                "ada",
                "ada (gitlab)",
                "api",
                Optional.of("https://git.example.com"),
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
