package dev.lucid.postgres;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code chat_sessions}. Those of other systems lack what only Lucid knows: they get what stands for that. */
final class ChatRow {
    static final String SELECT = """
            select id, user_id, agent_session_id, project_id, title, model_provider, model_name, repository_address,
                repository_branch, pull_request, author_name, author_email, user_label, is_active, created_at, updated_at
            from public.chat_sessions
            """;

    private ChatRow() {}

    static ChatProfile profile(ResultSet row) throws SQLException {
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
            var named = text == null ? new SessionId(chat) : SessionId.of(text);

            // In the words of the queries: other spellings of an id are another system's.
            return named.toString().equals(text) ? named : new SessionId(chat);
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

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? Instant.EPOCH : moment.toInstant();
    }
}
