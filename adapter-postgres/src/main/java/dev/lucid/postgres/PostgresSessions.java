package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.Session;
import dev.lucid.port.session.Sessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sessions of chats in {@code chat_sessions}. What a user asks for runs as that user, under row-level security. */
final class PostgresSessions implements Sessions {
    private static final String OPEN_OF_USER = """
            select id, user_id, agent_session_id, title, created_at,
                (select coalesce(max(seq), 0) from public.chat_messages where session_id = chat.id) as events
            from public.chat_sessions chat where user_id = :user and session_opened_at is not null
            """;
    private static final String FIND = OPEN_OF_USER + "and agent_session_id = :session";
    private static final String LIST = OPEN_OF_USER + "order by created_at, id";
    private static final String AT_WORK = """
            select count(*) from public.chat_heads head join public.chat_sessions chat on chat.id = head.session_id
            where head.wanted_since is not null and chat.user_id = :user""";
    private static final String IS_AT_WORK = """
            select exists (
                select from public.chat_heads join public.chat_sessions on id = session_id
                where session_id = :chat and user_id = :user and wanted_since is not null
            )""";
    private static final String EXISTS = "select lucid.session_exists(:session)";

    /** A chat of another system has no session's name, or one that is none: its own id stands for it. */
    static final String SESSION = """
            case when agent_session_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                then agent_session_id else id::text end""";

    private static final String END = "update public.chat_sessions set agent_session_id = :next,"
            + " session_opened_at = null where id = :chat and user_id = :user and :ended = " + SESSION;
    private static final String OPEN = "update public.chat_sessions set session_opened_at = statement_timestamp(),"
            + " agent_session_id = " + SESSION + " where id = :chat and user_id = :user and session_opened_at is null";

    private final Transactions transactions;

    PostgresSessions(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public Optional<Session> find(UserId user, SessionId session) {
        return transactions.asUser(
                user,
                "looking for session " + session,
                handle -> handle.createQuery(FIND)
                        .bind("user", user.value())
                        .bind("session", session.toString())
                        .map((row, _) -> session(row))
                        .findFirst());
    }

    @Override
    public List<Session> list(UserId user) {
        return transactions.asUser(
                user,
                "listing the sessions of " + user,
                handle -> handle.createQuery(LIST)
                        .bind("user", user.value())
                        .map((row, _) -> session(row))
                        .list());
    }

    @Override
    public int atWork(UserId user) {
        return transactions.asLucid(
                "counting the chats at work of " + user,
                handle -> handle.createQuery(AT_WORK)
                        .bind("user", user.value())
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public boolean isAtWork(UserId user, ChatId chat) {
        return transactions.asLucid(
                "looking whether chat " + chat + " is at work",
                handle -> handle.createQuery(IS_AT_WORK)
                        .bind("user", user.value())
                        .bind("chat", chat.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    @Override
    public boolean exists(SessionId session) {
        return transactions.asLucid(
                "looking for a session " + session,
                handle -> handle.createQuery(EXISTS)
                        .bind("session", session.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    @Override
    public void end(UserId user, ChatId chat, SessionId ended, SessionId next) {
        transactions.asLucid(
                "ending session " + ended,
                handle -> handle.createUpdate(END)
                        .bind("user", user.value())
                        .bind("chat", chat.value())
                        .bind("ended", ended.toString())
                        .bind("next", next.toString())
                        .execute());
    }

    @Override
    public void open(UserId user, ChatId chat) {
        transactions.asLucid(
                "opening a session of chat " + chat,
                handle -> handle.createUpdate(OPEN)
                        .bind("user", user.value())
                        .bind("chat", chat.value())
                        .execute());
    }

    /** The names of open sessions are Lucid's own. */
    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                SessionId.of(row.getString("agent_session_id")),
                new UserId(row.getObject("user_id", UUID.class)),
                Optional.of(new ChatId(row.getObject("id", UUID.class))),
                ChatRow.text(row, "title").orElse(""),
                ChatRow.moment(row, "created_at"),
                row.getLong("events"));
    }
}
