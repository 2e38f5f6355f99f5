package dev.lucid.postgres.embedded;

import static dev.lucid.postgres.embedded.TestDatabases.ask;
import static dev.lucid.postgres.embedded.TestDatabases.execute;
import static dev.lucid.postgres.embedded.TestDatabases.server;
import static dev.lucid.postgres.embedded.TestDatabases.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path data;

    @Test
    void isDurableUtf8AndAsksForItsPassword() throws SQLException {
        try (var postgres = start(data)) {
            var address = postgres.owner();

            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
            assertThat(ask(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(postgres, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "select 'ß' < 'ü' and upper('é') = 'É'")).isEqualTo("t");
            assertThat(ask(postgres, "show server_version_num")).startsWith(Integer.toString(PostgresBinaries.MAJOR));
            assertThatThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), address.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void closesItsFilesToOthersAndKeepsThePasswordOutOfText() throws IOException {
        try (var postgres = start(data)) {
            assertThat(permissions(data.resolve("postgres"))).isEqualTo("rwx------");
            assertThat(permissions(data.resolve("postgres/lucid.password"))).isEqualTo("rw-------");
            assertThat(permissions(data.resolve("postgres.log"))).isEqualTo("rw-------");
            assertThat(postgres.owner().password()).hasSizeGreaterThan(40);
            assertThat(postgres.owner().toString())
                    .doesNotContain(postgres.owner().password());
        }
    }

    @Test
    void keepsRowsFromStartToStart() throws SQLException, IOException {
        try (var postgres = start(data)) {
            execute(postgres, "create table kept as select 42 as answer");
        }
        assertThat(server(data)).isEmpty();

        try (var postgres = start(data)) {
            assertThat(ask(postgres, "select answer from kept")).isEqualTo("42");
        }
        assertThat(server(data)).isEmpty();
    }

    /** That is what makes the first start slow; how quick the others are is measured with the program's start. */
    @Test
    void theSecondStartMakesNoClusterAndUnpacksNothing() throws SQLException, IOException {
        String made;
        try (var postgres = start(data)) {
            made = ask(postgres, "select system_identifier from pg_control_system()");
        }
        var before = files();

        try (var postgres = start(data)) {
            assertThat(ask(postgres, "select system_identifier from pg_control_system()"))
                    .isEqualTo(made);
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void twoOfOneProcessShareTheServerAndTheLastStopsIt() throws SQLException, IOException {
        var first = start(data);
        var second = start(data);
        assertThat(second.owner()).isEqualTo(first.owner());

        first.close();
        first.close();
        assertThat(ask(second, "select 1")).isEqualTo("1");

        second.close();
        assertThat(server(data)).isEmpty();
    }

    @Test
    void differentDirectoriesAreDifferentServers(@TempDir Path otherData) throws SQLException {
        try (var one = start(data);
                var other = start(otherData)) {
            assertThat(ask(one, "show data_directory")).isNotEqualTo(ask(other, "show data_directory"));
        }
    }

    @Test
    void stopsAlthoughClientsAreConnectedAndTheThreadIsInterrupted() throws SQLException, IOException {
        var postgres = start(data);
        try (var client = TestDatabases.connect(postgres.owner())) {
            Thread.currentThread().interrupt();
            postgres.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(server(data)).isEmpty();
            assertThat(client.isValid(1)).isFalse();
        }
    }

    /** The files that only the first start writes, and when they were written. */
    private Map<Path, FileTime> files() throws IOException {
        try (var files = Files.walk(data)) {
            var found = new TreeMap<Path, FileTime>();
            for (var file : files.filter(EmbeddedPostgresTest::isMadeOnce).toList()) {
                found.put(file, Files.getLastModifiedTime(file));
            }
            assertThat(found).containsKey(data.resolve("postgres/PG_VERSION"));
            return found;
        }
    }

    private static boolean isMadeOnce(Path file) {
        return Files.isRegularFile(file) && (file.endsWith("PG_VERSION") || Files.isExecutable(file));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
