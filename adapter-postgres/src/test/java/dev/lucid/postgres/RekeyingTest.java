package dev.lucid.postgres;

import static dev.lucid.postgres.FreshDatabases.cipher;
import static dev.lucid.postgres.TestConnections.ask;
import static dev.lucid.postgres.TestConnections.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key is changed without losing what lies under the old one. */
@ExtendWith(SharedDatabase.class)
class RekeyingTest {
    private static final ChatSecrets SECRETS =
            new ChatSecrets(Optional.of(new Secret("git token")), Optional.of(new Secret("model key")));

    private final EmbeddedPostgres postgres;
    private DatabaseAddress database;

    RekeyingTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void migrate() throws SQLException {
        database = FreshDatabases.database(postgres, "keys");
        new Migrations(database).run();
    }

    private PostgresStore open(TokenCipher cipher) {
        return PostgresStore.open(() -> database, UUID.randomUUID(), cipher);
    }

    /** A user with one of each kind of thing that lies encrypted. */
    private record Owner(UserId user, dev.lucid.domain.chat.ChatId chat, SessionId draft) {
        static Owner in(PostgresStore store) {
            var user = new UserId(UUID.randomUUID());
            store.users().see(new Account(user));
            var ports = new StoreUnderTest(store.log(), store.leases(), store.chats(), user);
            var profile = ports.profile("task");
            store.chats().create(profile, Facts.firstMessage("task"), SECRETS);
            var draft = new SessionId(UUID.randomUUID());
            store.sessionDrafts().keep(new SessionDraft(draft, start(user), Instant.EPOCH));
            store.integrations().save(integration(user), new Secret("ghp_x"));
            return new Owner(user, profile.id(), draft);
        }

        void assertReadableIn(PostgresStore store) {
            assertThat(store.chats().secrets(user, chat)).isEqualTo(new Chats.Given(SECRETS, false));
            assertThat(store.sessionDrafts().find(user, draft).orElseThrow().start())
                    .isEqualTo(start(user));
            assertThat(store.integrations()
                            .find(user, GitProvider.GITHUB)
                            .orElseThrow()
                            .token())
                    .isEqualTo(new Secret("ghp_x"));
        }

        private static StartChat.Command start(UserId user) {
            return new StartChat.Command(user, "task").with(SECRETS);
        }

        private static Integration integration(UserId user) {
            return new Integration(
                    UUID.randomUUID(),
                    user,
                    GitProvider.GITHUB,
                    "ada",
                    "ada (github)",
                    "repo",
                    Optional.empty(),
                    Instant.EPOCH);
        }
    }

    @Test
    void afterItTheOldKeyIsNotNeededAnyMore() {
        Owner owner;
        try (var old = open(cipher("old"))) {
            owner = Owner.in(old);
        }
        try (var both = open(cipher("new", "old"))) {
            owner.assertReadableIn(both);
            assertThat(both.rekeying().run()).isEqualTo(new Rekeying.Report(3, 0, java.util.List.of()));
            assertThat(both.rekeying().run()).isEqualTo(new Rekeying.Report(0, 3, java.util.List.of()));
        }
        try (var fresh = open(cipher("new"))) {
            owner.assertReadableIn(fresh);
        }
    }

    @Test
    void serversThatKnowBothKeysReadBeforeAndAfter() {
        try (var both = open(cipher("new", "old"));
                var other = open(cipher("old", "new"))) {
            var one = Owner.in(other);
            both.rekeying().run();

            one.assertReadableIn(other);
            one.assertReadableIn(both);
        }
    }

    @Test
    void moreThanABatchIsDoneAndCanBeCutAnywhere() throws SQLException {
        try (var both = open(cipher("new", "old"))) {
            Owner owner;
            try (var old = open(cipher("old"))) {
                owner = Owner.in(old);
            }
            // 250 copies for other users would not open: what an integration is about is its owner.
            execute(database, """
                    insert into auth.users (id) select gen_random_uuid() from generate_series(1, 250);
                    insert into public.integrations (user_id, provider, access_token_encrypted, iv, key_id)
                    select account.id, provider, access_token_encrypted, iv, key_id
                    from auth.users account, public.integrations where account.id <> user_id""");

            var report = both.rekeying().run();

            assertThat(report.changed()).isEqualTo(3);
            assertThat(report.unreadable()).hasSize(250).allMatch(row -> row.matches("integrations [0-9a-f-]{36}"));
            owner.assertReadableIn(both);
        }
    }

    @Test
    void theEarlierSystemsFormIsLeftBehind() throws SQLException {
        var earlier = new TokenCipher(new Secret("old"), java.util.List.of(), TokenCipher.Form.CBC);
        try (var old = open(earlier);
                var both = open(cipher("new", "old"))) {
            var owner = Owner.in(old);
            assertThat(ask(database, "select key_id is null from public.integrations"))
                    .containsExactly("t");

            assertThat(both.rekeying().run().changed()).isEqualTo(3);

            owner.assertReadableIn(both);
            assertThat(ask(database, "select key_id is null from public.integrations"))
                    .containsExactly("f");
        }
    }

    @Test
    void whatNoKeyOpensIsToldByThoseWhoNeedIt() {
        Owner owner;
        try (var old = open(cipher("old"))) {
            owner = Owner.in(old);
        }
        try (var lost = open(cipher("new"))) {
            assertThat(lost.chats().secrets(owner.user(), owner.chat()))
                    .isEqualTo(new Chats.Given(ChatSecrets.NONE, true));
            assertThat(lost.sessionDrafts().find(owner.user(), owner.draft())).isEmpty();
            assertThat(lost.integrations().list(owner.user())).hasSize(1);
            assertThatThrownBy(() -> lost.integrations().find(owner.user(), GitProvider.GITHUB))
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining("ENCRYPTION_KEY_OLD");
        }
    }

    @Test
    void withoutAKeyNothingIsKept() {
        try (var none = open(TokenCipher.NONE)) {
            assertThatThrownBy(() -> Owner.in(none))
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining("ENCRYPTION_KEY");
            assertThatThrownBy(() -> none.rekeying().run()).hasMessageContaining("ENCRYPTION_KEY");
        }
    }

    /** Tokens that were sealed before their host was bound to them open as before, until they are sealed again. */
    @Test
    void aTokenThatIsNotBoundToItsHostIsReadAndBound() throws SQLException {
        try (var store = open(cipher("key"))) {
            var owner = Owner.in(store);
            var before = owner.user() + "/GITHUB";
            var sealed = cipher("key").seal(TokenCipher.Purpose.INTEGRATION, before, "ghp_earlier");
            execute(
                    database,
                    "update integrations set access_token_encrypted = '" + sealed.text() + "', iv = '" + sealed.iv()
                            + "', key_id = '" + sealed.key().orElseThrow() + "' where user_id = '" + owner.user()
                            + "'");
            assertThat(token(store, owner)).isEqualTo(new Secret("ghp_earlier"));

            assertThat(store.rekeying().run().changed()).isPositive();

            assertThat(token(store, owner)).isEqualTo(new Secret("ghp_earlier"));
            assertThat(store.rekeying().run().changed()).isZero();
        }
    }

    private static Secret token(PostgresStore store, Owner owner) {
        return store.integrations()
                .find(owner.user(), GitProvider.GITHUB)
                .orElseThrow()
                .token();
    }
}
