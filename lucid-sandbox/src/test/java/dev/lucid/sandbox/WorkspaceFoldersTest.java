package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who counts as alive among those who share workspaces. */
class WorkspaceFoldersTest {
    /** Where other processes have other numbers, as in another container. */
    private static final List<String> ELSEWHERE =
            List.of("bwrap", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-pid");

    @TempDir
    private Path base;

    @Test
    void whoLivesAmongOtherProcessesIsTakenForAliveUntilItDies() throws Exception {
        var holder = started();
        try (var said = holder.inputReader(StandardCharsets.UTF_8)) {
            var run = said.readLine();
            var folders = new WorkspaceFolders(base);
            assertThat(folders.hasRun(run)).isTrue();
            holder.destroyForcibly().waitFor();
            await().until(() -> {
                folders.clearRuns();
                return !folders.hasRun(run);
            });
            folders.close();
        }
        assertThat(runs()).isEmpty();
    }

    @Test
    void twoOfOneProcessLetEachOtherLive() throws IOException {
        var one = new WorkspaceFolders(base);
        var run = Files.createDirectory(one.newRun());
        for (int round = 0; round < 2; round++) {
            new WorkspaceFolders(base).close();
            one.clearRuns();

            assertThat(one.hasRun(one.nameOfRun(run))).isTrue();
        }
        one.close();
        assertThat(runs()).isEmpty();
    }

    private Process started() throws IOException {
        var command = new ArrayList<>(ELSEWHERE);
        command.addAll(List.of(
                "--die-with-parent",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunHolder.class.getName(),
                base.toString()));

        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> runs() throws IOException {
        try (var left = Files.list(base.resolve(".lucid/runs"))) {
            return left.map(path -> path.getFileName().toString()).toList();
        }
    }
}
