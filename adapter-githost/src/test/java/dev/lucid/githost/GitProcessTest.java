package dev.lucid.githost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With sh in git's place, which can misbehave on demand. */
@Timeout(60)
class GitProcessTest {
    private static final GitPrograms FOUND = Bench.programs();

    @TempDir
    private Path folder;

    @Test
    void whatItWritesAndHowItEndsIsGiven() {
        assertThat(run("echo out; echo first >&2; printf 'Receiving objects:  40%% (2/5)\\rlast' >&2; exit 7"))
                .isEqualTo(new GitEnd.Exited(7, "out\n", false, "first\nlast"));
    }

    @Test
    void theEnvironmentIsExactlyWhatIsGiven() {
        var end = run("env");

        assertThat(((GitEnd.Exited) end).output().lines().map(line -> line.replaceAll("=.*", "")))
                .contains("GIVEN", "PATH")
                .isSubsetOf("GIVEN", "PATH", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void aFloodIsReadToItsEndAndCut() {
        var run = script("head -c 5000000 /dev/zero | tr '\\0' x").keeping(1_000);

        assertThat(process().run(run, StopSignal.never())).isInstanceOfSatisfying(GitEnd.Exited.class, end -> {
            assertThat(end.output()).hasSize(1_000);
            assertThat(end.truncated()).isTrue();
        });
    }

    @Test
    void wordsAreToldOneByOneWithoutWhatSteersATerminal() {
        var heard = new ArrayList<String>();

        var end = process()
                .run(
                        script("printf 'a\\rb\\n\\n\\033[31mred\\033[0m\\a\\n' >&2")
                                .telling(heard::add),
                        StopSignal.never());

        assertThat(end).isInstanceOf(GitEnd.Exited.class);
        assertThat(heard).containsExactly("a", "b", "red");
    }

    @Test
    void standardInputIsEmpty() {
        assertThat(run("cat; echo end")).isEqualTo(new GitEnd.Exited(0, "end\n", false, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trap '' TERM; "})
    void timeEndsItWithAllItStarted(String stubborn) throws IOException {
        var run = new GitRun(
                List.of("-c", stubborn + "sleep 1000 & echo $! > child; echo $$ > parent; while :; do wait; done"),
                folder,
                environment(),
                Duration.ofMillis(700));

        assertThat(process().run(run, StopSignal.never())).isEqualTo(new GitEnd.TimedOut());
        assertGone("child");
        assertGone("parent");
    }

    @Test
    void aStopEndsItWithAllItStarted() throws Exception {
        var stop = new RaisableStop();
        Thread.ofVirtual().start(() -> {
            await().until(() -> Files.exists(folder.resolve("child")));
            stop.raise();
        });

        assertThat(process().run(script("sleep 1000 & echo $! > child; wait"), stop))
                .isEqualTo(new GitEnd.Stopped());
        assertGone("child");
    }

    @Test
    void aStopThatCameBeforeStartsNothing() {
        var stop = new RaisableStop();
        stop.raise();

        assertThat(process().run(script("touch started"), stop)).isEqualTo(new GitEnd.Stopped());
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void withoutSetsidTheProcessesEndOneByOne() throws IOException {
        var programs = new GitPrograms(Path.of("/bin/sh"), Optional.empty(), Optional.empty(), "/usr/bin:/bin");
        var run = new GitRun(
                List.of("-c", "sleep 1000 & echo $! > child; wait"), folder, environment(), Duration.ofMillis(700));

        assertThat(new GitProcess(programs).run(run, StopSignal.never())).isEqualTo(new GitEnd.TimedOut());
        assertGone("child");
    }

    @Test
    void anInterruptEndsItAndIsRestored() throws Exception {
        var outcome = new ArrayList<Object>();
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                outcome.add(process().run(script("sleep 1000 & echo $! > child; wait"), StopSignal.never()));
            } catch (PortFailure.Interrupted e) {
                outcome.add(Thread.currentThread().isInterrupted());
            }
        });
        await().until(() -> Files.exists(folder.resolve("child")));
        worker.interrupt();
        worker.join();

        assertThat(outcome).containsExactly(true);
        assertGone("child");
    }

    @Test
    void aMissingGitSaysWhatToInstall() {
        assertThatThrownBy(() -> GitPrograms.find(folder.toString()))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("Install git 2.39");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git version 2.38.9", "git version 1.99.0", "something else"})
    void anOldGitIsRefusedWithItsVersion(String said) throws IOException {
        Path git = Files.writeString(folder.resolve("git"), "#!/bin/sh\necho '" + said + "'\n");
        Files.setPosixFilePermissions(git, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> GitPrograms.find(folder.toString()))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining(said);
    }

    private GitEnd run(String script) {
        return process().run(script(script), StopSignal.never());
    }

    private GitRun script(String script) {
        return new GitRun(List.of("-c", script), folder, environment(), Duration.ofSeconds(30));
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin", "GIVEN", "1");
    }

    private static GitProcess process() {
        return new GitProcess(new GitPrograms(Path.of("/bin/sh"), FOUND.setsid(), FOUND.kill(), "/usr/bin:/bin"));
    }

    /** Gone, or a corpse that nobody has buried yet. */
    private void assertGone(String file) throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve(file)).strip());
        await().until(() -> {
            Path status = Path.of("/proc/" + pid + "/status");
            try {
                return !Files.exists(status) || Files.readString(status).contains("State:\tZ");
            } catch (IOException e) {
                return true;
            }
        });
    }
}
