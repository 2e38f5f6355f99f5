package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.Chats;
import dev.lucid.postgres.TokenCipher.Purpose;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Chats in {@code chat_sessions}. What a user asks for runs as that user, under row-level security. */
final class PostgresChats implements Chats {
    private static final String FIND = ChatRow.SELECT + "where id = :chat";
    private static final String FIND_OF_USER = FIND + " and user_id = :user";
    private static final String LIST =
            ChatRow.SELECT + "where user_id = :user order by updated_at desc, id limit :limit offset :offset";
    private static final String ACTIVATE =
            "update public.chat_sessions set is_active = true where id = :chat and user_id = :user and is_active is distinct from true";
    private static final String DEACTIVATE = """
            update public.chat_sessions set is_active = false where id = :chat and user_id = :user and is_active is distinct from false
                and exists (select from public.chat_heads where session_id = :chat and wanted_since is null)""";
    private static final String WANTS_RUNNER = """
            select exists (
                select from public.chat_heads join public.chat_sessions on id = session_id
                where session_id = :chat and user_id = :user and wanted_since is not null
            )""";

    private static final String SECRETS = """
            select user_id, secrets, iv, key_id
            from lucid.chat_secrets join public.chat_sessions on id = session_id where session_id = :chat and user_id = :user""";

    private final Transactions transactions;
    private final EventForms forms;
    private final Committers committers;
    private final SecretsVault vault;

    PostgresChats(Transactions transactions, EventForms forms, Committers committers, SecretsVault vault) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.forms = requireNonNull(forms, "forms");
        this.committers = requireNonNull(committers, "committers");
        this.vault = requireNonNull(vault, "vault");
    }

    @Override
    public Created create(ChatProfile profile, NewEvent<ChatRequest> first, ChatSecrets secrets) {
        var sealed = vault.seal(Purpose.CHAT, about(profile.owner(), profile.id()), secrets);
        var answer = new CompletableFuture<Created>();
        var deadline = System.nanoTime() + GroupCommitter.PATIENCE.toNanos();
        var creating = new Creating(profile, sealed, forms.item(first), deadline, answer);
        return committers.settle(creating, answer, "making chat " + profile.id());
    }

    @Override
    public Optional<ChatProfile> find(UserId user, ChatId chat) {
        return transactions.asUser(
                user,
                "looking for chat " + chat,
                handle -> handle.createQuery(FIND_OF_USER)
                        .bind("chat", chat.value())
                        .bind("user", user.value())
                        .map((row, _) -> ChatRow.profile(row))
                        .findOne());
    }

    @Override
    public List<ChatProfile> list(UserId user, int limit, int offset) {
        return transactions.asUser(
                user,
                "listing the chats of " + user,
                handle -> handle.createQuery(LIST)
                        .bind("user", user.value())
                        .bind("limit", limit)
                        .bind("offset", offset)
                        .map((row, _) -> ChatRow.profile(row))
                        .list());
    }

    @Override
    public Optional<ChatProfile> load(ChatId chat) {
        return transactions.asLucid(
                "loading chat " + chat,
                handle -> handle.createQuery(FIND)
                        .bind("chat", chat.value())
                        .map((row, _) -> ChatRow.profile(row))
                        .findOne());
    }

    @Override
    public Given secrets(UserId owner, ChatId chat) {
        return transactions.asLucid(
                "loading what was given for chat " + chat,
                handle -> handle.createQuery(SECRETS)
                        .bind("user", owner.value())
                        .bind("chat", chat.value())
                        .map((row, _) -> given(chat, row))
                        .findOne()
                        .orElse(new Given(ChatSecrets.NONE, false)));
    }

    private Given given(ChatId chat, ResultSet row) throws SQLException {
        var owner = new UserId(row.getObject("user_id", UUID.class));
        var sealed = new Sealed(row.getString("secrets"), row.getString("iv"), ChatRow.text(row, "key_id"));
        var opened = vault.open(Purpose.CHAT, about(owner, chat), sealed);
        return new Given(opened.orElse(ChatSecrets.NONE), opened.isEmpty());
    }

    private static String about(UserId owner, ChatId chat) {
        return owner + "/" + chat;
    }

    @Override
    public void activate(UserId owner, ChatId chat) {
        transactions.asLucid(
                "marking chat " + chat + " as active",
                handle -> handle.createUpdate(ACTIVATE)
                        .bind("user", owner.value())
                        .bind("chat", chat.value())
                        .execute());
    }

    @Override
    public boolean deactivate(UserId owner, ChatId chat) {
        return transactions.asLucid("marking chat " + chat + " as inactive", handle -> {
            handle.createUpdate(DEACTIVATE)
                    .bind("user", owner.value())
                    .bind("chat", chat.value())
                    .execute();
            return !handle.createQuery(WANTS_RUNNER)
                    .bind("user", owner.value())
                    .bind("chat", chat.value())
                    .mapTo(Boolean.class)
                    .one();
        });
    }
}
