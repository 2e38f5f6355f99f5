package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.SessionRecord;
import dev.lucid.port.session.SessionRecords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sessions in {@code chat_sessions}, whoever's they are: what lies on a disk is the service's own business. */
final class PostgresSessionRecords implements SessionRecords {
    private static final String OF = """
            select * from (
                select chat.id, chat.user_id, %s as session,
                    coalesce(head.wanted_since is not null or head.lease_end >= statement_timestamp(), false) as at_work,
                    coalesce(head.last_seq, 0) as latest,
                    floor(extract(epoch from statement_timestamp() - coalesce(
                        (select message.created_at from public.chat_messages message
                            where message.session_id = chat.id order by message.seq desc limit 1),
                        chat.updated_at)))::bigint as idle_seconds
                from public.chat_sessions chat left join public.chat_heads head on head.session_id = chat.id
                where chat.agent_session_id = any(select id::text from unnest(:ids) as asked (id)) or chat.id = any(:ids)
            ) known where session::uuid = any(:ids)""".formatted(PostgresSessions.SESSION);

    private final Transactions transactions;

    PostgresSessionRecords(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public List<SessionRecord> of(Set<SessionId> sessions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        return transactions.asLucid(
                "looking whose " + sessions.size() + " sessions are",
                handle -> handle.createQuery(OF)
                        .bind("ids", BinaryArray.uuids(sessions, SessionId::value))
                        .map((row, _) -> recorded(row))
                        .list());
    }

    @Override
    public UUID store() {
        return transactions.asLucid(
                "looking for the store's id",
                handle -> handle.createQuery("select lucid.store_id()")
                        .mapTo(UUID.class)
                        .one());
    }

    private static SessionRecord recorded(ResultSet row) throws SQLException {
        return new SessionRecord(
                SessionId.of(row.getString("session")),
                new UserId(row.getObject("user_id", UUID.class)),
                new ChatId(row.getObject("id", UUID.class)),
                row.getBoolean("at_work"),
                row.getLong("latest"),
                Duration.ofSeconds(Math.max(0, row.getLong("idle_seconds"))));
    }
}
