package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.Chats;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Chats in {@code chat_sessions}. What a user asks for runs as that user, under row-level security. */
final class PostgresChats implements Chats {
    private static final String COLUMNS = """
            select id, user_id, agent_session_id, project_id, title, model_provider, model_name, repository_address,
                repository_branch, pull_request, author_name, author_email, user_label, is_active, created_at, updated_at
            from public.chat_sessions
            """;
    private static final String FIND = COLUMNS + "where id = :chat";
    private static final String FIND_OF_USER = FIND + " and user_id = :user";
    private static final String LIST =
            COLUMNS + "where user_id = :user order by updated_at desc, id limit :limit offset :offset";
    private static final String ACTIVATE =
            "update public.chat_sessions set is_active = true where id = :chat and is_active is distinct from true";
    private static final String DEACTIVATE = """
            update public.chat_sessions set is_active = false where id = :chat and is_active is distinct from false
                and exists (select from public.chat_heads where session_id = :chat and wanted_since is null)""";
    private static final String WANTS_RUNNER =
            "select exists (select from public.chat_heads where session_id = :chat and wanted_since is not null)";

    private final Transactions transactions;
    private final EventForms forms;
    private final Committers committers;

    PostgresChats(Transactions transactions, EventForms forms, Committers committers) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.forms = requireNonNull(forms, "forms");
        this.committers = requireNonNull(committers, "committers");
    }

    @Override
    public Created create(ChatProfile profile, NewEvent<ChatRequest> first, ChatSecrets secrets) {
        var answer = new CompletableFuture<Created>();
        var deadline = System.nanoTime() + GroupCommitter.PATIENCE.toNanos();
        var creating = new Creating(profile, secrets, forms.item(first), deadline, answer);
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
                        .map((row, _) -> profile(row))
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
                        .map((row, _) -> profile(row))
                        .list());
    }

    @Override
    public Optional<ChatProfile> load(ChatId chat) {
        return transactions.asLucid(
                "loading chat " + chat,
                handle -> handle.createQuery(FIND)
                        .bind("chat", chat.value())
                        .map((row, _) -> profile(row))
                        .findOne());
    }

    @Override
    public Given secrets(ChatId chat) {
        return new Given(ChatSecrets.NONE, false);
    }

    @Override
    public void activate(ChatId chat) {
        transactions.asLucid(
                "marking chat " + chat + " as active",
                handle ->
                        handle.createUpdate(ACTIVATE).bind("chat", chat.value()).execute());
    }

    @Override
    public boolean deactivate(ChatId chat) {
        return transactions.asLucid("marking chat " + chat + " as inactive", handle -> {
            handle.createUpdate(DEACTIVATE).bind("chat", chat.value()).execute();
            return !handle.createQuery(WANTS_RUNNER)
                    .bind("chat", chat.value())
                    .mapTo(Boolean.class)
                    .one();
        });
    }

    /** Rows of other systems lack what only Lucid knows: they get what stands for nothing known. */
    private static ChatProfile profile(ResultSet row) throws SQLException {
        var id = row.getObject("id", UUID.class);
        return new ChatProfile(
                new ChatId(id),
                new UserId(row.getObject("user_id", UUID.class)),
                session(row.getString("agent_session_id"), id),
                text(row, "title").orElse(""),
                new ModelRef(
                        text(row, "model_provider").orElse(""),
                        text(row, "model_name").orElse("")),
                repository(row),
                row.getBoolean("pull_request"),
                text(row, "project_id"),
                text(row, "user_label"),
                row.getBoolean("is_active"),
                moment(row, "created_at"),
                moment(row, "updated_at"));
    }

    /** Another system's name for its session is none of ours; the chat's own id is as good and stays the same. */
    private static SessionId session(@Nullable String text, UUID chat) {
        try {
            return text == null ? new SessionId(chat) : SessionId.of(text);
        } catch (IllegalArgumentException _) {
            return new SessionId(chat);
        }
    }

    private static Optional<RepositoryRef> repository(ResultSet row) throws SQLException {
        var address = text(row, "repository_address");
        var branch = text(row, "repository_branch");
        var author = new Author(
                text(row, "author_name").orElse(Author.LUCID.name()),
                text(row, "author_email").orElse(Author.LUCID.email()));
        return address.map(it -> new RepositoryRef(it, branch, author));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? Instant.EPOCH : moment.toInstant();
    }
}
