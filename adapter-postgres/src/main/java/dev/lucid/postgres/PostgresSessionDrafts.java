package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.postgres.TokenCipher.Purpose;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Drafts in {@code lucid.session_drafts}: a user sees his own, under row-level security; Lucid writes. One whose secrets no
 * key opens any more can't be started, and so is gone.
 */
final class PostgresSessionDrafts implements SessionDrafts {
    private static final String ALIVE = "kept_at > statement_timestamp() - interval '30 minutes'";
    private static final String SELECT = "select id, user_id, start, created_at, secrets, iv, key_id"
            + " from lucid.session_drafts where user_id = :user and " + ALIVE;
    private static final String FIND = SELECT + " and id = :session";
    private static final String LIST = SELECT + " order by kept_at, id";
    private static final String KEEP = """
            insert into lucid.session_drafts (id, user_id, start, created_at, kept_at, secrets, iv, key_id)
            values (:id, :user, :start::jsonb, :created, statement_timestamp(), :secrets, :iv, :key)
            on conflict (id) do nothing""";
    private static final String FORGET_OLD = "delete from lucid.session_drafts where not " + ALIVE;
    private static final String REMOVE =
            "delete from lucid.session_drafts where id = :session and user_id = :user and " + ALIVE;

    private final Transactions transactions;
    private final SecretsVault vault;

    PostgresSessionDrafts(Transactions transactions, SecretsVault vault) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.vault = requireNonNull(vault, "vault");
    }

    @Override
    public void keep(SessionDraft draft) {
        var user = draft.start().user();
        var secrets =
                vault.seal(Purpose.DRAFT, about(user, draft.id()), draft.start().secrets());
        transactions.asLucid("keeping session " + draft.id(), handle -> {
            PostgresUsers.see(handle, new Account(user));
            handle.execute(FORGET_OLD);
            return handle.createUpdate(KEEP)
                    .bind("id", draft.id().value())
                    .bind("user", user.value())
                    .bind("start", StartForm.write(draft.start()))
                    .bind("created", draft.createdAt().atOffset(ZoneOffset.UTC))
                    .bind("secrets", secrets.map(Sealed::text).orElse(null))
                    .bind("iv", secrets.map(Sealed::iv).orElse(null))
                    .bind("key", secrets.flatMap(Sealed::key).orElse(null))
                    .execute();
        });
    }

    /** Deletes what is too old, secrets and all. */
    static void forgetOld(Transactions transactions) {
        transactions.asLucid("forgetting old sessions", handle -> handle.execute(FORGET_OLD));
    }

    @Override
    public Optional<SessionDraft> find(UserId user, SessionId session) {
        return transactions.asUser(user, "looking for session " + session, handle -> find(handle, user, session));
    }

    private Optional<SessionDraft> find(Handle handle, UserId user, SessionId session) {
        return handle.createQuery(FIND)
                .bind("user", user.value())
                .bind("session", session.value())
                .map((row, _) -> draft(row))
                .findOne()
                .flatMap(draft -> draft);
    }

    @Override
    public List<SessionDraft> list(UserId user) {
        return transactions.asUser(
                user,
                "listing the prepared sessions of " + user,
                handle -> handle.createQuery(LIST).bind("user", user.value()).map((row, _) -> draft(row)).stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** What the user sees of his own, Lucid removes. */
    @Override
    public boolean remove(UserId user, SessionId session) {
        return transactions.asUser(user, "removing session " + session, handle -> {
            if (find(handle, user, session).isEmpty()) {
                return false;
            }
            Transactions.beLucid(handle);
            return handle.createUpdate(REMOVE)
                            .bind("session", session.value())
                            .bind("user", user.value())
                            .execute()
                    == 1;
        });
    }

    private Optional<SessionDraft> draft(ResultSet row) throws SQLException {
        var id = new SessionId(row.getObject("id", UUID.class));
        var user = new UserId(row.getObject("user_id", UUID.class));
        var start = row.getString("start");
        var created = ChatRow.moment(row, "created_at");
        return secrets(row, user, id)
                .map(secrets -> new SessionDraft(id, StartForm.read(start, user, secrets), created));
    }

    private Optional<ChatSecrets> secrets(ResultSet row, UserId user, SessionId id) throws SQLException {
        var text = ChatRow.text(row, "secrets");
        if (text.isEmpty()) {
            return Optional.of(ChatSecrets.NONE);
        }
        var sealed = new Sealed(text.get(), row.getString("iv"), ChatRow.text(row, "key_id"));
        return vault.open(Purpose.DRAFT, about(user, id), sealed);
    }

    private static String about(UserId user, SessionId session) {
        return user + "/" + session;
    }
}
