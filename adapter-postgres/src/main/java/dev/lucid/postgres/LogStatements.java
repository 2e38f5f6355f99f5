package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.EventLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements on chat_messages and chat_heads. Run in transactions of {@code lucid_service}. */
final class LogStatements {
    private static final String LOCK_HEADS = """
            select session_id, user_id, last_seq, fence, owner is not null as claimed, unread
            from public.chat_heads head join public.chat_sessions chat on chat.id = session_id
            where session_id = any (:chats) order by session_id for update of head""";
    private static final String COLUMNS =
            "select session_id, seq, id, created_at, role, event_type, content, metadata_json from public.chat_messages ";
    private static final String FIND = COLUMNS + "where id = any (:ids)";
    private static final String FIRST = COLUMNS + "where session_id = :chat order by seq limit 1";

    /** What is long lies beside the table: its length is known without fetching it. */
    private static final String READ = """
            select session_id, seq, id, created_at, role, event_type, content, metadata_json
            from (
                select *, sum(size) over (order by seq rows between unbounded preceding and 1 preceding) as before
                from (
                    select *, octet_length(content) + coalesce(pg_column_size(metadata_json), 0) as size
                    from public.chat_messages where session_id = :chat and seq > :after %s order by seq limit :limit
                ) as next
            ) as page
            where coalesce(before, 0) < :page order by seq""";

    private static final String READ_ANY = READ.formatted("");
    private static final String READ_OF_USER =
            READ.formatted("and session_id in (select id from public.chat_sessions where user_id = :user)");

    /** One statement for a whole group: its events, its heads and its notice. */
    private static final String WRITE = """
            with events as (
                insert into public.chat_messages
                    (id, session_id, seq, role, event_type, content, metadata_json, created_at)
                select id, chat, seq, role, type, content, metadata::jsonb, statement_timestamp()
                from unnest(:ids, :eventChats, :seqs, :roles, :types, :contents, :metadata)
                    as event (id, chat, seq, role, type, content, metadata)
            ), heads as (
                update public.chat_heads head
                set last_seq = changed.last_seq,
                    unread = changed.unread,
                    changed_at = statement_timestamp(),
                    wanted_since = case when changed.wanted
                        then coalesce(head.wanted_since, statement_timestamp()) else head.wanted_since end
                from unnest(:chats, :lastSeqs, :unread, :wanted) as changed (chat, last_seq, unread, wanted)
                where head.session_id = changed.chat
            )
            select statement_timestamp(), pg_notify('lucid_log', :notice)""";

    private static final String TOUCH =
            "update public.chat_sessions set updated_at = statement_timestamp() where id = any (:chats)";

    private final EventCodec codec;

    LogStatements(EventCodec codec) {
        this.codec = requireNonNull(codec, "codec");
    }

    /** A row to insert. */
    record Row(ChatId chat, long seq, Appending.Item item) {
        Row {
            requireNonNull(chat, "chat");
            requireNonNull(item, "item");
        }
    }

    /** Locked in the order of their ids, so that no two transactions wait for each other. */
    Map<ChatId, Head> lockHeads(Handle handle, Collection<ChatId> chats) {
        return handle.createQuery(LOCK_HEADS)
                .bind("chats", BinaryArray.uuids(chats, ChatId::value))
                .map((row, _) -> new Head(
                        chat(row),
                        new UserId(row.getObject("user_id", UUID.class)),
                        row.getLong("last_seq"),
                        row.getLong("fence"),
                        row.getBoolean("claimed"),
                        row.getLong("unread")))
                .collect(toMap(Head::chat, Function.identity()));
    }

    Map<EventId, StoredEvent> find(Handle handle, Collection<EventId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery(FIND)
                .bind("ids", BinaryArray.uuids(ids, EventId::value))
                .map((row, _) -> event(row))
                .collect(toMap(StoredEvent::id, Function.identity()));
    }

    /** Whoever's chat it is. */
    List<StoredEvent> read(Handle handle, ChatId chat, long after, int limit) {
        return page(handle.createQuery(READ_ANY), chat, after, limit);
    }

    List<StoredEvent> read(Handle handle, UserId user, ChatId chat, long after, int limit) {
        return page(handle.createQuery(READ_OF_USER).bind("user", user.value()), chat, after, limit);
    }

    private List<StoredEvent> page(Query query, ChatId chat, long after, int limit) {
        return query.bind("chat", chat.value())
                .bind("after", after)
                .bind("limit", limit)
                .bind("page", EventLog.PAGE_BYTES)
                .map((row, _) -> event(row))
                .list();
    }

    Optional<StoredEvent> first(Handle handle, ChatId chat) {
        return handle.createQuery(FIRST)
                .bind("chat", chat.value())
                .map((row, _) -> event(row))
                .findOne();
    }

    /** Gives the moment at which, as the log says, all of it was stored. */
    Instant write(Handle handle, List<Row> rows, List<Head> heads, String notice) {
        return handle.createQuery(WRITE)
                .bind("ids", BinaryArray.uuids(rows, row -> row.item().id().value()))
                .bind("eventChats", BinaryArray.uuids(rows, row -> row.chat().value()))
                .bind("seqs", BinaryArray.longs(rows, Row::seq))
                .bind("roles", BinaryArray.texts(rows, row -> row.item().row().role()))
                .bind("types", BinaryArray.texts(rows, row -> row.item().row().type()))
                .bind(
                        "contents",
                        BinaryArray.texts(rows, row -> row.item().row().content()))
                .bind(
                        "metadata",
                        BinaryArray.texts(rows, row -> row.item().row().metadata()))
                .bind("chats", BinaryArray.uuids(heads, head -> head.chat().value()))
                .bind("lastSeqs", BinaryArray.longs(heads, Head::lastSeq))
                .bind("unread", BinaryArray.longs(heads, Head::unread))
                .bind("wanted", BinaryArray.booleans(heads, Head::wanted))
                .bind("notice", notice)
                .map((row, _) -> moment(row, 1))
                .one();
    }

    void touch(Handle handle, Collection<ChatId> chats) {
        if (!chats.isEmpty()) {
            handle.createUpdate(TOUCH)
                    .bind("chats", BinaryArray.uuids(chats, ChatId::value))
                    .execute();
        }
    }

    private StoredEvent event(ResultSet row) throws SQLException {
        var stored = new EventRow(
                row.getString("role"),
                row.getString("event_type"),
                row.getString("content"),
                row.getString("metadata_json"));
        return new StoredEvent(
                chat(row),
                row.getLong("seq"),
                new EventId(row.getObject("id", UUID.class)),
                moment(row, 4),
                codec.decode(stored));
    }

    private static ChatId chat(ResultSet row) throws SQLException {
        return new ChatId(row.getObject("session_id", UUID.class));
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
