package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on a database that somebody else runs: a server of its own, with an owner and an account for Lucid. */
@Timeout(300)
class OwnDatabaseTest {
    private static final String WORD = "a word:of/its@own";

    @TempDir
    private static Path elsewhere;

    private static EmbeddedPostgres server;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeAll
    static void startServer() throws SQLException {
        server = EmbeddedPostgres.start(elsewhere);
        execute(server.owner(), "create role lucid_owner login createrole password '" + WORD + "'");
        execute(server.owner(), "create role lucid_account login password '" + WORD + "'");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void begin() throws IOException, SQLException {
        machine = new Machine(folder);
        execute(server.owner(), "drop database if exists lucid with (force)");
        execute(server.owner(), "create database lucid owner lucid_owner");
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aDatabaseThatIsNotMigratedIsRefusedWithTheCommandThatMigratesIt() {
        var run = machine.with("DATABASE_URL", url("lucid_owner")).runs("run", "print hello world");

        assertThat(run.ends()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("lucid: ")
                .contains("migrate --database-url")
                .doesNotContain("Exception", "\tat ", WORD);
    }

    @Test
    void aMigratedDatabaseKeepsTheChats() throws SQLException {
        migrated();
        execute(address("lucid_owner"), "grant authenticated, lucid_service to lucid_account");
        machine.with("DATABASE_URL", url("lucid_account"));

        var run = machine.runs("run", "print hello world");

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("  hello world\n", "✓ finished");
        assertThat(machine.runs("chats").out()).endsWith("  print hello world\n");
        assertThat(machine.runs("show", machine.chat()).out()).contains("> print hello world", "✓ finished");
        assertThat(machine.data().resolve("postgres")).doesNotExist();
        machine.isLeftAlone();
    }

    /** As where DATABASE_URL was lost: what the other database's chats have is never taken for nobody's. */
    @Test
    void workspacesTellWhichDatabasesUseThem() throws IOException, SQLException {
        migrated();
        execute(address("lucid_owner"), "grant authenticated, lucid_service to lucid_account");
        var note = machine.data().resolve("workspaces/.lucid/stores");
        assertThat(machine.runs("run", "print hello world").ends()).isZero();
        var embedded = stores(note);
        assertThat(machine.with("DATABASE_URL", url("lucid_account"))
                        .runs("run", "print hello world")
                        .ends())
                .isZero();

        assertThat(embedded).hasSize(1);
        assertThat(stores(note)).startsWith(embedded.getFirst()).hasSize(2);
        assertThat(stores(machine.data().resolve("outputs/.lucid/stores"))).isEqualTo(stores(note));
        machine.isLeftAlone();
    }

    private static List<String> stores(Path note) throws IOException {
        return Files.readAllLines(note).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void migratingAgainChangesNothing() {
        migrated();
        migrated();
    }

    private void migrated() {
        var migrate = machine.runs("migrate", "--database-url", url("lucid_owner"));

        assertThat(migrate.ends()).as(migrate.err()).isZero();
        assertThat(migrate.out()).isEqualTo("The database has this version's schema.\n");
    }

    private static String url(String account) {
        var place = address(account).jdbcUrl().replaceFirst("jdbc:postgresql://", "");

        return "postgresql://" + account + ":" + URLEncoder.encode(WORD, UTF_8).replace("+", "%20") + "@" + place;
    }

    private static DatabaseAddress address(String account) {
        var owner = server.owner();

        return new DatabaseAddress(owner.jdbcUrl().replaceFirst("/postgres\\?.*", "/lucid"), account, WORD);
    }

    private static void execute(DatabaseAddress account, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(account.jdbcUrl(), account.user(), account.password());
                var execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }
}
