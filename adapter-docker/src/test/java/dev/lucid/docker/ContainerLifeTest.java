package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container from its making to its end, and what becomes of it when something else ends. */
class ContainerLifeTest {
    @TempDir
    static Path base;

    private static DockerConfig config;
    private static Subjects subjects;
    private static DockerEngine engine;

    @BeforeAll
    static void make() {
        config = Subjects.config(base.resolve("workspaces"));
        subjects = new Subjects(config.workspaces());
        engine = new DockerEngine(config.engine());
    }

    @AfterAll
    static void close() {
        subjects.close();
        engine.close();
    }

    @Test
    void aContainerSaysWhoseItIsAndGoesWithItsSandbox() throws Exception {
        var spec = newSession();
        try (var sandbox = subjects.first().open(spec)) {
            assertThat(containers(spec)).isEmpty();
            outputOf(sandbox, "true");
            var container = engine.containers(
                            Map.of("lucid.session_id", spec.session().toString()))
                    .getFirst();

            assertThat(container.getNames()).containsExactly("/lucid-sandbox-" + spec.session());
            assertThat(container.getLabels())
                    .containsEntry("lucid.managed", "true")
                    .containsEntry("lucid.user_id", spec.user().toString())
                    .containsEntry("lucid.state", "session")
                    .containsEntry(
                            "lucid.instance",
                            Files.readString(config.workspaces().resolve(".lucid/instance")));
        }
        assertThat(containers(spec)).isEmpty();
    }

    @Test
    void whoeverKillsAContainerEndsItsCommandAndTheNextFindsTheWorkspace() throws Exception {
        var spec = newSession();
        try (var sandbox = subjects.first().open(spec);
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            outputOf(sandbox, "echo kept > file");
            var running = thread.submit(() -> Ran.in(sandbox, "touch running; exec sleep 1000"));
            await().until(() -> outputOf(sandbox, "ls").contains("running"));
            engine.remove(containers(spec).getFirst());

            assertThatThrownBy(running::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("unknown");
            assertThat(outputOf(sandbox, "cat file")).isEqualTo("kept\n");
        }
        assertThat(containers(spec)).isEmpty();
    }

    @Test
    void aSweepRemovesWhatADeadServerLeftAndNothingElse() throws Exception {
        var mine = newSession();
        var theirs = newSession();
        try (var others = new Subjects(base.resolve("others"));
                var sandbox = subjects.first().open(mine);
                var other = others.first().open(theirs)) {
            outputOf(sandbox, "true");
            outputOf(other, "true");
            var labels = Map.of(
                    "lucid.managed",
                    "true",
                    "lucid.instance",
                    Files.readString(config.workspaces().resolve(".lucid/instance")),
                    "lucid.session_id",
                    newSession().session().toString(),
                    "lucid.run",
                    "1-1-gone/1");
            var left = engine.make(
                            engine.prepare(config.image()).withLabels(labels).withCmd("sh"), config.image(), "it")
                    .orElseThrow();
            new DockerSandboxes(config).close();

            assertThat(engine.containers(labels)).isEmpty();
            assertThat(left).isNotEmpty();
            assertThat(containers(mine)).hasSize(1);
            assertThat(containers(theirs)).hasSize(1);
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
        }
    }

    @Test
    void aServerThatIsKilledTakesItsContainersWithItAndTheNextRemovesThem() throws Exception {
        var spec = newSession();
        var folder = base.resolve("dying");
        var server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingServer.class.getName(),
                        folder.toString(),
                        spec.session().toString())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("dying.log").toFile())
                .start();
        try {
            var beats = folder.resolve(spec.user().toString())
                    .resolve(spec.session().toString())
                    .resolve("beats");
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(beats));
        } finally {
            server.destroyForcibly().waitFor();
        }
        await().until(() -> states(spec).equals(List.of("exited")));
        try (var next = new Subjects(folder);
                var sandbox = next.first().open(spec)) {
            assertThat(containers(spec)).isEmpty();
            assertThat(outputOf(sandbox, "cat file")).isEqualTo("kept\n");
        }
    }

    @Test
    void anIdleContainerIsFrozenAndWakesForTheNextCommand() {
        var spec = newSession();
        try (var dozing = new DockerSandboxes(config.withIdleLimit(Duration.ofMillis(200)));
                var sandbox = dozing.open(spec)) {
            for (var round : List.of("first\n", "second\n")) {
                assertThat(outputOf(sandbox, "printf '" + round + "'")).isEqualTo(round);
                await().until(() -> states(spec).equals(List.of("paused")));
            }
            sandbox.killAll();
            assertThat(containers(spec)).isEmpty();
            outputOf(sandbox, "true");
            await().until(() -> states(spec).equals(List.of("paused")));
        }
        assertThat(containers(spec)).isEmpty();
    }

    @Test
    void whoFillsTheWorkspaceIsEndedAndTheNextMakesRoom() {
        var spec = newSession();
        try (var small = new DockerSandboxes(config.withRoomLimit(8 << 20));
                var sandbox = small.open(spec)) {
            var filling = Ran.in(sandbox, "dd if=/dev/zero of=large bs=1000000 count=40 2>/dev/null; exec sleep 1000");

            assertThat(filling.end()).isEqualTo(new CommandEnd.Exited(137));
            assertThat(filling.output()).contains("the workspace is over its limit of 8 MB");
            assertThat(outputOf(sandbox, "rm large; ls")).isEmpty();
        }
    }

    @Test
    void aSandboxWithoutMemoryEndsItsCommandAndIsOfUseAgain() {
        try (var sandbox = subjects.first().open(newSession())) {
            outputOf(sandbox, "echo kept > file");
            for (var i = 0; i < 2; i++) {
                try {
                    var ran = Ran.in(
                            sandbox,
                            "dd if=/dev/zero of=/tmp/a bs=1000000 count=200 2>/dev/null; "
                                    + "dd if=/dev/zero of=/tmp/home/b bs=1000000 count=200 2>/dev/null; "
                                    + "perl -e '$x = \"x\" x 200_000_000; sleep 1'");
                    assertThat(ran.end())
                            .isIn(new CommandEnd.OutOfMemory(), new CommandEnd.Exited(137), new CommandEnd.Exited(9));
                } catch (PortFailure.Transient e) {
                    assertThat(e).hasMessageContaining("unknown");
                }
            }

            assertThat(outputOf(sandbox, "rm -f /tmp/a /tmp/home/b; cat file")).isEqualTo("kept\n");
        }
    }

    @Test
    void anImageThatIsNotThereIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> new DockerSandboxes(config.withImage("lucid-test:none")))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll("lucid-test:none", "docker build", "SANDBOX_IMAGE");
    }

    @Test
    void anEngineThatDoesNotAnswerMayBeAskedAgain() {
        assertThatThrownBy(() -> new DockerSandboxes(config.withEngine("unix:///nowhere/docker.sock")))
                .isInstanceOf(PortFailure.Transient.class)
                .hasMessageContaining("unix:///nowhere/docker.sock");
        assertThat(DockerProbe.obstacle(config.withEngine("unix:///nowhere/docker.sock")))
                .hasValueSatisfying(why -> assertThat(why).contains("/nowhere/docker.sock"));
        assertThat(DockerProbe.obstacle(config)).isEmpty();
        assertThat(DockerProbe.obstacle(config.withImage("lucid-test:none")))
                .hasValueSatisfying(why -> assertThat(why).contains("docker build"));
    }

    private static List<String> states(SandboxSpec spec) {
        return engine.containers(Map.of("lucid.session_id", spec.session().toString())).stream()
                .map(container -> container.getState())
                .toList();
    }

    private static List<String> containers(SandboxSpec spec) {
        return engine.containers(Map.of("lucid.session_id", spec.session().toString())).stream()
                .map(container -> container.getId())
                .toList();
    }
}
