package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The statements on chat_messages and chat_heads. Run in transactions of {@code lucid_service}. */
final class LogStatements {
    private static final String LOCK_HEADS = """
            select session_id, last_seq, fence, owner is not null as claimed
            from public.chat_heads where session_id = any (:chats) order by session_id for update""";
    private static final String COLUMNS =
            "select session_id, seq, id, created_at, role, event_type, content, metadata_json from public.chat_messages ";
    private static final String FIND = COLUMNS + "where id = any (:ids)";
    private static final String READ = COLUMNS + "where session_id = :chat and seq > :after order by seq limit :limit";

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
                    changed_at = statement_timestamp(),
                    wanted_since = case when changed.wanted
                        then coalesce(head.wanted_since, statement_timestamp()) else head.wanted_since end
                from unnest(:chats, :lastSeqs, :wanted) as changed (chat, last_seq, wanted)
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
                .map((row, _) ->
                        new Head(chat(row), row.getLong("last_seq"), row.getLong("fence"), row.getBoolean("claimed")))
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

    List<StoredEvent> read(Handle handle, ChatId chat, long after, int limit) {
        return handle.createQuery(READ)
                .bind("chat", chat.value())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> event(row))
                .list();
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
