package dev.lucid.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The limit: one connection, one statement, a table of its own, no policies, no heads and nobody to tell. One thread's. */
final class BareLog implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;
    private final UUID chat = UUID.randomUUID();
    private long next = 1;

    BareLog(Connection connection, String keys) throws SQLException {
        this.connection = connection;
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists bare_log");
            statement.execute(
                    "create table bare_log (id uuid, session_id uuid, seq bigint, content text, metadata jsonb, " + keys
                            + ")");
        }
        insert = connection.prepareStatement("insert into bare_log select id, ?, seq, content, '{\"type\": \"said\"}' "
                + "from unnest(?::uuid[], ?::bigint[], ?::text[]) as event (id, seq, content)");
    }

    /** Stores so many events in one commit. */
    void insert(int count, String text) throws SQLException {
        var texts = new String[count];
        Arrays.fill(texts, text);
        insert.setObject(1, chat);
        insert.setArray(
                2,
                connection.createArrayOf(
                        "uuid", Stream.generate(UUID::randomUUID).limit(count).toArray()));
        insert.setArray(
                3,
                connection.createArrayOf(
                        "bigint", LongStream.range(next, next + count).boxed().toArray()));
        insert.setArray(4, connection.createArrayOf("text", texts));
        insert.executeUpdate();
        next += count;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
