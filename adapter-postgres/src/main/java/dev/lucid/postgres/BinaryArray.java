package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * An array in PostgreSQL's binary form, made in one piece. As text, which is what the driver sends by itself, each
 * quote of JSON would be escaped here and unescaped there, and each id spelled and read: that is most of the work.
 */
final class BinaryArray implements Argument {
    private static final int HEADER = 5 * Integer.BYTES;
    private static final int NULL = -1;

    private final int type;
    private final byte[] bytes;

    private BinaryArray(int type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    static <T> BinaryArray uuids(Collection<T> things, Function<T, UUID> id) {
        var array = start(things.size(), Oid.UUID, things.size() * (Integer.BYTES + 2 * Long.BYTES));
        for (var thing : things) {
            var uuid = id.apply(thing);
            array.putInt(2 * Long.BYTES).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        }
        return of(Oid.UUID_ARRAY, array);
    }

    static <T> BinaryArray longs(Collection<T> things, ToLongFunction<T> number) {
        var array = start(things.size(), Oid.INT8, things.size() * (Integer.BYTES + Long.BYTES));
        things.forEach(thing -> array.putInt(Long.BYTES).putLong(number.applyAsLong(thing)));
        return of(Oid.INT8_ARRAY, array);
    }

    static <T> BinaryArray booleans(Collection<T> things, Predicate<T> flag) {
        var array = start(things.size(), Oid.BOOL, things.size() * (Integer.BYTES + 1));
        things.forEach(thing -> array.putInt(1).put((byte) (flag.test(thing) ? 1 : 0)));
        return of(Oid.BOOL_ARRAY, array);
    }

    static <T> BinaryArray texts(Collection<T> things, Function<T, @Nullable String> text) {
        var encoded = new ArrayList<byte @Nullable []>(things.size());
        int length = 0;
        for (var thing : things) {
            var value = text.apply(thing);
            var bytes = value == null ? null : value.getBytes(UTF_8);
            encoded.add(bytes);
            length += bytes == null ? 0 : bytes.length;
        }
        var array = start(things.size(), Oid.TEXT, things.size() * Integer.BYTES + length);
        for (var bytes : encoded) {
            if (bytes == null) {
                array.putInt(NULL);
            } else {
                array.putInt(bytes.length).put(bytes);
            }
        }
        return of(Oid.TEXT_ARRAY, array);
    }

    private static BinaryArray of(int type, ByteBuffer full) {
        var bytes = new byte[full.flip().remaining()];
        full.get(bytes);
        return new BinaryArray(type, bytes);
    }

    /** One dimension, counted from 1, in which nulls may be. */
    private static ByteBuffer start(int size, int elementType, int length) {
        return ByteBuffer.allocate(HEADER + length)
                .putInt(1)
                .putInt(1)
                .putInt(elementType)
                .putInt(size)
                .putInt(1);
    }

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        var connection = statement.getConnection().unwrap(BaseConnection.class);
        statement.setArray(position, new PgArray(connection, type, bytes));
    }
}
