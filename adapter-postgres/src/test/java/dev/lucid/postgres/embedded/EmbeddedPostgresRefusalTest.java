package dev.lucid.postgres.embedded;

import static dev.lucid.postgres.embedded.TestDatabases.ask;
import static dev.lucid.postgres.embedded.TestDatabases.execute;
import static dev.lucid.postgres.embedded.TestDatabases.server;
import static dev.lucid.postgres.embedded.TestDatabases.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way is named, with what to do about it, and nothing is changed. */
class EmbeddedPostgresRefusalTest {
    @TempDir
    Path data;

    @Test
    void dataOfAnotherVersion() throws IOException {
        start(data).close();
        Files.writeString(data.resolve("postgres/PG_VERSION"), "17\n");

        assertRefused("its data is of PostgreSQL 17, and this program brings PostgreSQL 18", "pg_dump");
    }

    @Test
    void aDirectoryWithForeignFiles() throws IOException {
        Files.createDirectory(data.resolve("postgres"), ownersOnly());
        Files.writeString(data.resolve("postgres/notes.txt"), "mine");

        assertRefused("it holds files, but no PostgreSQL data", "Move them away");
    }

    @Test
    void aDatabaseThatSomebodyElseMade() throws IOException {
        start(data).close();
        Files.delete(data.resolve("postgres/lucid.password"));

        assertRefused("it was not made by Lucid", "DATABASE_URL");
    }

    @Test
    void aFileInThePlaceOfTheDirectory() throws IOException {
        Files.writeString(data.resolve("postgres"), "a file");

        assertRefused("it is not a directory", "Move it away");
    }

    @Test
    void aDirectoryThatOthersMayOpen() throws IOException {
        start(data).close();
        Files.setPosixFilePermissions(data.resolve("postgres"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertRefused("others than its owner may open it", "chmod 0700");
    }

    @Test
    void aDataDirectoryThatIsAFile() throws IOException {
        var file = Files.writeString(data.resolve("file"), "a file");

        assertThatThrownBy(() -> start(file))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("Could not use the data directory " + file)
                .hasMessageContaining("is a file");
    }

    @Test
    void programsThatOthersMayChange(@TempDir Path programs) throws IOException {
        var unpacked = PostgresBinaries.under(programs).directory();
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(data, programs))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("Others than its owner may write")
                .hasMessageContaining("Delete it");
        assertThat(data.resolve("postgres")).doesNotExist();
    }

    @Test
    void aReadOnlyDisk() throws Exception {
        try (var holder = HolderProcess.startBehind(data, "mount -t tmpfs -o size=1m,ro tmpfs " + data)) {
            assertThat(holder.awaitRefusal()).contains(data.toString(), "choose another");
        }
    }

    /** As in a container that forbids user name spaces. */
    @Test
    void rootWhoMayNotBecomeNobody() throws Exception {
        try (var holder = HolderProcess.startBehind(data, "echo 0 > /proc/sys/user/max_user_namespaces")) {
            assertThat(holder.awaitRefusal()).contains("refuses to run as root", "unshare", "DATABASE_URL");
        }
        assertThat(data.resolve("postgres")).doesNotExist();
    }

    @Test
    void refusedOnceItStartsWhenTheCauseIsGone() throws Exception {
        start(data).close();
        var version = data.resolve("postgres/PG_VERSION");
        Files.writeString(version, "17\n");
        assertThatThrownBy(() -> start(data)).isInstanceOf(PortFailure.Permanent.class);
        Files.writeString(version, "18\n");

        try (var postgres = start(data)) {
            execute(postgres, "create table kept as select 1");
            assertThat(ask(postgres, "select count(*) from kept")).isEqualTo("1");
        }
        assertThat(server(data)).isEmpty();
    }

    @Test
    void whatTheProgramsSayIsTurnedIntoAdvice() {
        assertThat(StartFailure.of("start PostgreSQL", "unshare: unshare failed: Operation not permitted"))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("refuses to run as root")
                .hasMessageContaining("DATABASE_URL");
        assertThat(StartFailure.of("start PostgreSQL", "unshare: unshare failed: No space left on device"))
                .hasMessageContaining("refuses to run as root");
        assertThat(StartFailure.of("start PostgreSQL", "Cannot run program \"setsid\": error=2"))
                .hasMessageContaining("util-linux");
        assertThat(StartFailure.of("start PostgreSQL", "PANIC:  could not write to file: No space left on device"))
                .hasMessageContaining("the disk is full");
    }

    private void assertRefused(String reason, String remedy) throws IOException {
        var before = content();

        assertThatThrownBy(() -> start(data))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining(data.toRealPath().resolve("postgres").toString())
                .hasMessageContaining(reason)
                .hasMessageContaining(remedy);
        assertThat(content()).isEqualTo(before);
    }

    private Map<String, List<Object>> content() throws IOException {
        var content = new TreeMap<String, List<Object>>();
        var root = data.resolve("postgres");
        try (var files = Files.walk(root)) {
            for (var file : files.toList()) {
                content.put(file.toString(), List.of(Files.getLastModifiedTime(file), Files.size(file)));
            }
        }
        return content;
    }

    private static java.nio.file.attribute.FileAttribute<?> ownersOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }
}
