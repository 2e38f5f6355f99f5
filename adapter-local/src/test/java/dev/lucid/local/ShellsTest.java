package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the channel's script runs in whatever a machine calls {@code sh}: those shells that are here. */
class ShellsTest {
    @TempDir
    Path base;

    static Stream<Path> shells() {
        return Stream.of("/bin/dash", "/bin/bash", "/bin/busybox").map(Path::of).filter(Files::isExecutable);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void commandsRunInIt(Path shell) throws IOException {
        var programs = Files.createDirectory(base.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("sh"), shell);
        var config = new LocalConfig(base.resolve("workspaces"))
                .withoutConfinement()
                .withPath(programs + ":" + LocalConfig.SYSTEM_PATH);
        try (var sandboxes = new LocalSandboxes(config);
                var sandbox = sandboxes.open(newSession())) {
            assertThat(outputOf(sandbox, "readlink /proc/$$/exe")).isEqualTo(shell.toRealPath() + "\n");
            for (var script : List.of(
                    "exit 3", "trap 'exit 3' EXIT", "exec sh -c 'exit 3'", "(exit 3)", "set -e; sh -c 'exit 3'")) {
                assertThat(Ran.in(sandbox, script)).as(script).isEqualTo(new Ran(new Exited(3), ""));
            }
            assertThat(Ran.in(sandbox, "if then").end()).isNotEqualTo(new Exited(0));
            assertThat(Ran.in(sandbox, new Command("sleep 1000", Duration.ofMillis(100), false))
                            .end())
                    .isEqualTo(new CommandEnd.TimedOut());
            assertThat(outputOf(sandbox, "(sleep 1000; echo late) & echo $! > child; echo it''s"))
                    .isEqualTo("its\n");
            Ran.assertGone(sandbox, "child");
            Ran.in(sandbox, new Command("echo $$ > back; exec sleep 1000", Duration.ofSeconds(5), true));
            assertThat(Ran.in(sandbox, "until [ -s back ]; do sleep 0.01; done; kill -INT $$; echo ignored"))
                    .isEqualTo(new Ran(new Exited(128 + 2), ""));
        } catch (AssertionError e) {
            throw new AssertionError("with " + shell + ": " + e.getMessage(), e);
        }
    }
}
