package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections to where the database is now: an embedded server may come back on another port. Nothing is
 * prepared on the server, so a transaction pooler may stand between; only an address that has a
 * {@code prepareThreshold}, as the embedded server's does, wants it otherwise. Safe for many threads.
 */
final class ConnectionSource {
    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 30;

    private final Supplier<DatabaseAddress> address;
    private final Driver driver = new Driver();

    ConnectionSource(Supplier<DatabaseAddress> address) {
        this.address = requireNonNull(address, "address");
    }

    /** A connection whose every answer must come within a limit. */
    Connection open() throws SQLException {
        return open(ANSWER_SECONDS);
    }

    /** A connection that may wait for notices as long as it takes. */
    Connection openForListening() throws SQLException {
        return open(0);
    }

    /** As a pool wants it; of a data source's other abilities it has none. */
    DataSource asDataSource() {
        InvocationHandler source = (self, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> open();
            case "getLoginTimeout" -> CONNECT_SECONDS;
            case "setLoginTimeout" -> null;
            case "isWrapperFor" -> false;
            case "toString" -> "connections to " + address.get();
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
            default -> throw new SQLFeatureNotSupportedException(method.getName());
        };
        return (DataSource)
                Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, source);
    }

    private Connection open(int answerSeconds) throws SQLException {
        var now = address.get();
        var properties = new Properties();
        PGProperty.USER.set(properties, now.user());
        PGProperty.PASSWORD.set(properties, now.password());
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, answerSeconds);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, "lucid");
        var connection = driver.connect(now.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("Not an address of PostgreSQL: " + now, "08001");
        }
        return connection;
    }
}
