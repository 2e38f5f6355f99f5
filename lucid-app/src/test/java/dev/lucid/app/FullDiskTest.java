package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The data directory on a small disk of its own, which others fill up. */
@Timeout(300)
class FullDiskTest {
    private static final int DISK_BYTES = 400 << 20;

    /** So many outputs, hardly smaller when compressed, need more room than the database has in its files. */
    private static final int OUTPUTS = 40;

    @TempDir
    private Path folder;

    private Machine machine;
    private Process disk;
    private long inside;

    /** The mount is seen by those alone who are started through it, and goes with the process that holds it. */
    @BeforeEach
    void mountADisk() throws IOException {
        machine = new Machine(folder);
        Files.createDirectory(machine.data());
        disk = new ProcessBuilder(List.of(
                        "bwrap",
                        "--dev-bind",
                        "/",
                        "/",
                        "--size",
                        String.valueOf(DISK_BYTES),
                        "--tmpfs",
                        machine.data().toString(),
                        "sh",
                        "-c",
                        "echo $$; exec sleep 1000"))
                .redirectError(folder.resolve("disk.txt").toFile())
                .start();
        inside = Long.parseLong(disk.inputReader().readLine());
        machine.through(through());
    }

    @AfterEach
    void end() {
        machine.close();
        ProcessHandle.of(inside).ifPresent(ProcessHandle::destroyForcibly);
        disk.destroyForcibly();
    }

    @Test
    void aStartOnAFullDiskSaysSoAndLosesNothing() throws Exception {
        assertThat(machine.runs("run", "print hello world").ends()).isZero();
        var chat = machine.chat();
        var shown = machine.runs("show", chat).out();

        fill();
        var run = machine.runs("run", "print it again");
        assertThat(run.ends()).as(run.out() + run.err()).isIn(1, 2);
        assertThat(run.err()).contains("the disk is full").doesNotContain("Exception", "\tat ", "dev.lucid");

        free();
        assertThat(machine.runs("show", chat).out()).isEqualTo(shown);
        var again = machine.runs("run", "print it again");
        assertThat(again.ends()).as(again.out() + again.err()).isZero();
    }

    @Test
    void aTurnWhoseDiskFillsUpGoesOnOnceThereIsRoom() throws Exception {
        machine.playing(talkative());
        machine.with("WORKSPACE_BASE_PATH", folder.resolve("workspaces").toString());
        var run = machine.starts("run", "talk").says("  begun\n");
        fill();
        letGoOn();

        await().atMost(Duration.ofSeconds(90))
                .until(() -> run.err().contains("Failed to flush events, as the log can't be written: "));
        assertThat(run.runs()).as(run.out() + run.err()).isTrue();
        free();

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("All is said.", "✓ finished").doesNotContain("is unknown");
        assertThat(run.err()).contains("The log can be written again.");
        assertThat(run.out() + run.err()).doesNotContain("Exception", "\tat ", "dev.lucid");
        var shown = machine.runs("show", machine.chat()).out();
        assertThat(shown).contains("I begin.", "All is said.");
        for (var i = 1; i <= OUTPUTS; i++) {
            assertThat(shown).contains("Output " + i + " of many\n");
        }
    }

    private static String talkative() {
        var script = new StringBuilder("""
                turns:
                  - text: I begin.
                    calls:
                      - tool: run_command
                        arguments: {command: "echo begun; until [ -e go ]; do sleep 0.1; done"}
                """);
        for (var i = 1; i <= OUTPUTS; i++) {
            script.append("  - {text: Output ").append(i).append(" of many, calls: [{tool: run_command, ");
            script.append("arguments: {command: 'head -c 60000 /dev/urandom | base64'}}]}\n");
        }

        return script.append("  - text: All is said.\n").toString();
    }

    private void letGoOn() throws IOException {
        var workspaces = folder.resolve("workspaces");
        try (var folders = Files.walk(workspaces, 2)) {
            var depth = workspaces.getNameCount() + 2;
            var workspace = folders.filter(path -> path.getNameCount() == depth)
                    .filter(path -> !workspaces.relativize(path).toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
            Files.createFile(workspace.resolve("go"));
        }
    }

    /** First with a few large pieces, then to the last byte. */
    private void fill() throws Exception {
        inside("head -c 1G /dev/zero > " + machine.data() + "/filler");
        assertThat(inside("echo x > " + machine.data() + "/more")).isNotZero();
    }

    private void free() throws Exception {
        assertThat(inside("rm -f " + machine.data() + "/filler " + machine.data() + "/more"))
                .isZero();
    }

    private int inside(String script) throws Exception {
        var line = new ArrayList<>(through());
        line.addAll(List.of("sh", "-c", script));

        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start()
                .waitFor();
    }

    /** Into the disk's name space; whoever is not root first into the one of users that it was made in. */
    private List<String> through() {
        var pid = String.valueOf(inside);
        return System.getProperty("user.name").equals("root")
                ? List.of("nsenter", "-t", pid, "-m", "--")
                : List.of("nsenter", "-t", pid, "-U", "-m", "--preserve-credentials", "--");
    }
}
