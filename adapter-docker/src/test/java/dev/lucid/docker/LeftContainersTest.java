package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that could not be removed when it was their time, and those that are somebody else's. */
class LeftContainersTest {
    @TempDir
    static Path base;

    private static FlakyEngine flaky;
    private static DockerEngine engine;
    private static DockerConfig config;

    @BeforeAll
    static void make() throws IOException {
        var usual = Subjects.config(base.resolve("workspaces"));
        flaky = new FlakyEngine(base.resolve("engine.sock"), usual.engine());
        engine = new DockerEngine(usual.engine());
        config = usual.withEngine(flaky.address());
    }

    @AfterEach
    void allow() {
        flaky.refuse(false);
    }

    @AfterAll
    static void close() throws IOException {
        engine.close();
        flaky.close();
    }

    @Test
    void whatCouldNotBeRemovedGoesWithItsWorkspace() {
        var spec = newSession();
        var labels = Map.of("lucid.session_id", spec.session().toString());
        try (var sandboxes = new DockerSandboxes(config)) {
            try (var sandbox = sandboxes.open(spec)) {
                outputOf(sandbox, "true");
                flaky.refuse(true);
            }
            assertThat(engine.containers(labels)).hasSize(1);
            flaky.refuse(false);
            sandboxes.discard(spec);

            assertThat(engine.containers(labels)).isEmpty();
        }
    }

    @Test
    void whatCantBeRemovedKeepsNoServerFromStartingAndGoesAtItsEnd() throws IOException {
        new DockerSandboxes(config).close();
        var left = leftByTheDead();
        flaky.refuse(true);
        try (var _ = new DockerSandboxes(config)) {
            assertThat(found(left)).hasSize(1);
            flaky.refuse(false);
        }
        assertThat(found(left)).isEmpty();
    }

    @Test
    void whatCouldNotBeRemovedGoesWithALaterSweep() throws IOException {
        var folders = new WorkspaceFolders(config.workspaces());
        try (var flakyEngine = new DockerEngine(config.engine());
                var sweeping = new Sweeping(
                        flakyEngine,
                        new Containers(config, folders.instance(), AllowedHosts.NONE),
                        folders,
                        Duration.ofMillis(50))) {
            var left = leftByTheDead();
            flaky.refuse(true);
            sweeping.sweep();
            assertThat(found(left)).hasSize(1);
            flaky.refuse(false);
            sweeping.begin();

            await().until(() -> found(left).isEmpty());
        } finally {
            folders.close();
        }
    }

    @Test
    void aContainerOfOthersThatHasTheNameStaysAndIsInNobodysWay() {
        var spec = newSession();
        var others = engine.make(
                        engine.prepare(config.image())
                                .withName(config.containerPrefix() + spec.session())
                                .withLabels(Map.of("lucid.managed", "true", "lucid.instance", "another"))
                                .withCmd("sh"),
                        config.image(),
                        "another's")
                .orElseThrow();
        try (var sandboxes = new DockerSandboxes(config);
                var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
            assertThat(engine.containers(Map.of("lucid.instance", "another")))
                    .extracting(Container::getId)
                    .containsExactly(others);
        } finally {
            engine.remove(others);
        }
    }

    private static String leftByTheDead() throws IOException {
        var folders = new WorkspaceFolders(config.workspaces());
        try {
            var labels =
                    Map.of("lucid.managed", "true", "lucid.instance", folders.instance(), "lucid.run", "gone/gone");

            return engine.make(
                            engine.prepare(config.image()).withLabels(labels).withCmd("sh"), config.image(), "the dead")
                    .orElseThrow();
        } finally {
            folders.close();
        }
    }

    private static List<Container> found(String id) {
        return engine.containers(Map.of("lucid.run", "gone/gone")).stream()
                .filter(container -> container.getId().equals(id))
                .toList();
    }
}
