package dev.lucid.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresFullDiskTest {
    @Test
    void aFullDiskIsNamedAndLosesNothing(@TempDir Path disk) throws IOException, InterruptedException {
        PostgresBinaries.under(TestDatabases.PROGRAMS);

        var said = run(disk);

        assertThat(said)
                .contains("filled: No space left on device")
                .containsPattern("first start: .*the disk is full.*Free some space")
                .contains("left behind: false")
                .containsPattern("later start: .*the disk is full.*Free some space")
                .containsPattern("running: .*")
                .contains("all committed rows: true");
    }

    /** In a mount namespace of its own, so that the small disk vanishes with the program. */
    private static String run(Path disk) throws IOException, InterruptedException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var root = Programs.userId() == 0;
        var process = new ProcessBuilder(List.of(
                        "unshare",
                        root ? "-m" : "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=180m tmpfs \"$1\" && shift && exec \"$@\"",
                        "sh",
                        disk.toString(),
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        disk.toString()))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
