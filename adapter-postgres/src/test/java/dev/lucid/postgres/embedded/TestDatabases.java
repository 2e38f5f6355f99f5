package dev.lucid.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.postgres.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** What the tests of the embedded server share: unpacked programs, and ways to look at a server. */
final class TestDatabases {
    /** Unpacked once for all tests of the module. */
    static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

    private TestDatabases() {}

    static EmbeddedPostgres start(Path dataDirectory) {
        return EmbeddedPostgres.start(dataDirectory, PROGRAMS);
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres.owner());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres.owner());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    static Optional<ProcessHandle> server(Path dataDirectory) throws IOException {
        return RunningServer.of(dataDirectory.toRealPath().resolve("postgres")).map(RunningServer::process);
    }
}
