package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Looks at a database past Lucid. */
final class TestConnections {
    private TestConnections() {}

    static Connection open(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (var connection = open(address);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> ask(DatabaseAddress address, String sql) throws SQLException {
        try (var connection = open(address)) {
            return ask(connection, sql);
        }
    }

    static List<String> ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var answers = new ArrayList<String>();
            while (rows.next()) {
                answers.add(String.valueOf(rows.getString(1)));
            }
            return answers;
        }
    }

    /** Runs the statement in a transaction of that role, with that user's claims, and rolls back if it fails. */
    static int as(DatabaseAddress address, String role, UUID user, String sql) throws SQLException {
        try (var connection = open(address)) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("set local role " + role);
                statement.execute("select set_config('request.jwt.claims', '{\"sub\":\"" + user + "\"}', true)");
                int touched = 0;
                if (statement.execute(sql)) {
                    try (var rows = statement.getResultSet()) {
                        while (rows.next()) {
                            touched++;
                        }
                    }
                } else {
                    touched = statement.getUpdateCount();
                }
                connection.commit();
                return touched;
            }
        }
    }

    static void assertDenied(DatabaseAddress address, String role, UUID user, String sql) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> as(address, role, user, sql)))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }
}
