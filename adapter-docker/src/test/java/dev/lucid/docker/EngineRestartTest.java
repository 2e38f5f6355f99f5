package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that ends while commands run in its containers, and comes back. */
@Timeout(180)
class EngineRestartTest {
    private static final long SOON_SECONDS = 20;

    @TempDir
    static Path base;

    private static OwnEngine daemon;
    private static DockerSandboxes sandboxes;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SandboxSpec spec = newSession();

    @BeforeAll
    static void make() throws IOException {
        daemon = new OwnEngine(base.resolve("engine"));
        sandboxes =
                new DockerSandboxes(Subjects.config(base.resolve("workspaces")).withEngine(daemon.address()));
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @AfterAll
    static void close() throws IOException {
        sandboxes.close();
        daemon.close();
    }

    @Test
    void anEngineThatIsRestartedTakesTheCommandsWithItAndTheNextFindTheirWorkspace() throws Exception {
        try (var sandbox = sandboxes.open(spec)) {
            var running = begun(sandbox);
            daemon.stop();
            assertOutcomeIsUnknown(running);
            var refused = threads.submit(() -> Ran.in(sandbox, "true"));
            assertThatThrownBy(() -> refused.get(SOON_SECONDS, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("does not answer");
            daemon.start();

            assertGoesOn(sandbox);
        }
        assertThat(containers()).isEmpty();
    }

    @Test
    void anEngineThatCrashesLeavesTheCommandsAloneUntilItIsBack() throws Exception {
        try (var sandbox = sandboxes.open(spec)) {
            var running = begun(sandbox);
            daemon.kill();
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
            daemon.start();
            assertOutcomeIsUnknown(running);

            assertGoesOn(sandbox);
        }
        assertThat(containers()).isEmpty();
    }

    @Test
    void aSandboxThatIsClosedWhileTheEngineIsAwayLeavesNothing() throws Exception {
        var sandbox = sandboxes.open(spec);
        var running = begun(sandbox);
        daemon.kill();
        threads.submit(sandbox::close).get(SOON_SECONDS, TimeUnit.SECONDS);
        assertThat(running.get(SOON_SECONDS, TimeUnit.SECONDS)).isEqualTo(new CommandEnd.Stopped());
        daemon.start();
        try (var again = sandboxes.open(spec)) {
            assertGoesOn(again);
        }
        assertThat(containers()).isEmpty();
    }

    private Future<CommandEnd> begun(Sandbox sandbox) {
        var running = threads.submit(
                () -> Ran.in(sandbox, "echo once >> running; exec sleep 1000").end());
        await().until(() -> sandbox.read(WorkspacePath.of("running"), 9).isPresent());

        return running;
    }

    private static void assertOutcomeIsUnknown(Future<CommandEnd> running) {
        assertThatThrownBy(() -> running.get(SOON_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PortFailure.Transient.class)
                .hasMessageContaining("unknown");
    }

    /** In one new container, with the workspace that it had; what was cut off has not run again. */
    private void assertGoesOn(Sandbox sandbox) {
        assertThat(outputOf(sandbox, "cat running")).isEqualTo("once\n");
        assertThat(containers()).hasSize(1);
    }

    private List<String> containers() {
        try (var engine = new DockerEngine(daemon.address())) {
            return engine.containers(Map.of("lucid.session_id", spec.session().toString())).stream()
                    .map(container -> container.getId())
                    .toList();
        }
    }
}
