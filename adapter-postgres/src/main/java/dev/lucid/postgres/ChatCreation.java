package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.Account;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Chats.Created;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Makes a chat and its first message in one transaction. Lucid writes the row, for the user that the statement names: who
 * could write one himself could take an id that another is to get. When it was made is the database's to say.
 */
final class ChatCreation {
    private static final String INSERT = """
            insert into public.chat_sessions (id, user_id, title, project_id, model_provider)
            values (:id, :user, :title, :project, :provider) on conflict (id) do nothing""";
    private static final String BIND = """
            update public.chat_sessions
            set agent_session_id = :session, model_name = :model, repository_address = :address,
                repository_branch = :branch, pull_request = :pullRequest, author_name = :authorName, author_email = :authorEmail,
                user_label = :label, is_active = :active,
                session_opened_at = statement_timestamp()
            where id = :id and user_id = :user""";
    private static final String KEEP_SECRETS =
            "insert into lucid.chat_secrets (session_id, secrets, iv, key_id) values (:id, :secrets, :iv, :key)";
    private static final String IS_MINE =
            "select exists (select from public.chat_sessions where id = :id and user_id = :user)";

    private final LogStatements statements;

    ChatCreation(LogStatements statements) {
        this.statements = requireNonNull(statements, "statements");
    }

    /** In a transaction of {@code lucid_service}. */
    Created make(Handle handle, Creating creating, UUID sender) {
        var profile = creating.profile();
        PostgresUsers.see(handle, new Account(profile.owner()));
        boolean made = insert(handle, profile);
        if (!made && !isMine(handle, profile)) {
            throw new PortFailure.Permanent("The chat " + profile.id() + " exists already and is another user's.");
        }
        return made ? bind(handle, creating, sender) : first(handle, profile.id());
    }

    private static boolean insert(Handle handle, ChatProfile profile) {
        return handle.createUpdate(INSERT)
                        .bind("id", profile.id().value())
                        .bind("user", profile.owner().value())
                        .bind("title", StorableText.of(profile.title()))
                        .bind("project", profile.project().map(StorableText::of).orElse(null))
                        .bind("provider", StorableText.of(profile.model().provider()))
                        .execute()
                == 1;
    }

    private static boolean isMine(Handle handle, ChatProfile profile) {
        return handle.createQuery(IS_MINE)
                .bind("id", profile.id().value())
                .bind("user", profile.owner().value())
                .mapTo(Boolean.class)
                .one();
    }

    private Created bind(Handle handle, Creating creating, UUID sender) {
        var profile = creating.profile();
        var repository = profile.repository();
        handle.createUpdate(BIND)
                .bind("id", profile.id().value())
                .bind("user", profile.owner().value())
                .bind("session", profile.session().toString())
                .bind("model", StorableText.of(profile.model().model()))
                .bind(
                        "address",
                        repository.map(it -> StorableText.of(it.address())).orElse(null))
                .bind(
                        "branch",
                        repository
                                .flatMap(RepositoryRef::branch)
                                .map(StorableText::of)
                                .orElse(null))
                .bind(
                        "authorName",
                        repository
                                .map(it -> StorableText.of(it.author().name()))
                                .orElse(null))
                .bind(
                        "authorEmail",
                        repository
                                .map(it -> StorableText.of(it.author().email()))
                                .orElse(null))
                .bind("pullRequest", profile.pullRequest())
                .bind("label", profile.label().map(StorableText::of).orElse(null))
                .bind("active", profile.active())
                .execute();
        creating.secrets().ifPresent(secrets -> keep(handle, profile.id(), secrets));
        return store(handle, creating, sender);
    }

    private static void keep(Handle handle, ChatId chat, Sealed secrets) {
        handle.createUpdate(KEEP_SECRETS)
                .bind("id", chat.value())
                .bind("secrets", secrets.text())
                .bind("iv", secrets.iv())
                .bind("key", secrets.key().orElseThrow())
                .execute();
    }

    private Created store(Handle handle, Creating creating, UUID sender) {
        var chat = creating.profile().id();
        var head = requireNonNull(statements.lockHeads(handle, List.of(chat)).get(chat), "The trigger makes a head");
        head.wantRunner();
        var row = new LogStatements.Row(chat, head.next(creating.first()), creating.first());
        statements.write(handle, List.of(row), List.of(head), Notice.text(sender, List.of(head)));
        return new Created(requireNonNull(first(handle, chat).first()), false);
    }

    private Created first(Handle handle, ChatId chat) {
        return statements
                .first(handle, chat)
                .map(first -> new Created(first, true))
                .orElseThrow(
                        () -> new PortFailure.Permanent("The chat " + chat + " exists already, without any message."));
    }
}
