package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import dev.lucid.testkit.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

/** An engine that takes what it is asked and never answers: nobody waits for it longer than is good. */
@Timeout(120)
class HungEngineTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path base;

    private static FlakyEngine flaky;
    private static DockerEngine engine;
    private static DockerConfig config;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SandboxSpec spec = newSession();

    @BeforeAll
    static void make() throws IOException {
        var usual = Subjects.config(base.resolve("workspaces"));
        flaky = new FlakyEngine(base.resolve("engine.sock"), usual.engine());
        engine = new DockerEngine(usual.engine());
        config = usual.withEngine(flaky.address());
    }

    @AfterEach
    void recover() {
        flaky.hang(false);
        threads.close();
    }

    @AfterAll
    static void close() throws IOException {
        engine.close();
        flaky.close();
    }

    @Test
    void aCommandEndsWithItsContainer() throws Exception {
        try (var sandboxes = new DockerSandboxes(config);
                var sandbox = sandboxes.open(spec)) {
            var running = begun(sandbox);
            flaky.hang(true);
            engine.remove(containers().getFirst());

            assertThatThrownBy(() -> inTime(running))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("unknown");
            flaky.hang(false);
            assertThat(outputOf(sandbox, "ls")).isEqualTo("running\n");
        }
        assertThat(containers()).isEmpty();
    }

    @Test
    void allCanBeKilledAndClosed() throws Exception {
        var sandboxes = new DockerSandboxes(config);
        var sandbox = sandboxes.open(spec);
        var running = begun(sandbox);
        flaky.hang(true);

        inTime(threads.submit(sandbox::killAll));
        assertThat(inTime(running)).isEqualTo(new CommandEnd.Stopped());
        inTime(threads.submit(sandbox::close));
        inTime(threads.submit(sandboxes::close));

        flaky.hang(false);
        new DockerSandboxes(config).close();
        assertThat(containers()).isEmpty();
    }

    @Test
    void aCommandForAFrozenContainerWaitsUntilItWakesOrIsToStop() throws Exception {
        try (var sandboxes = new DockerSandboxes(config.withIdleLimit(Duration.ofMillis(200)));
                var sandbox = sandboxes.open(spec)) {
            outputOf(sandbox, "echo kept > file");
            var container = containers();
            await().until(this::isFrozen);
            flaky.hang(true);
            var stop = new RaisableStop();
            var stopped = threads.submit(() -> sandbox.run(Ran.command("true"), _ -> {}, stop));
            var waiting = threads.submit(() -> outputOf(sandbox, "cat file"));
            stop.raise();
            assertThat(inTime(stopped)).isEqualTo(new CommandEnd.Stopped());
            flaky.hang(false);

            assertThat(inTime(waiting)).isEqualTo("kept\n");
            assertThat(containers()).isEqualTo(container);
        }
    }

    /** A command that runs for long, and says when it has begun. */
    private Future<CommandEnd> begun(Sandbox sandbox) {
        var running = threads.submit(
                () -> Ran.in(sandbox, "touch running; exec sleep 1000").end());
        await().until(() -> sandbox.read(WorkspacePath.of("running"), 1).isPresent());

        return running;
    }

    private static <T> T inTime(Future<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private boolean isFrozen() {
        return found().stream().allMatch(container -> "paused".equals(container.getState()));
    }

    private List<String> containers() {
        return found().stream().map(container -> container.getId()).toList();
    }

    private List<Container> found() {
        return engine.containers(Map.of("lucid.session_id", spec.session().toString()));
    }
}
