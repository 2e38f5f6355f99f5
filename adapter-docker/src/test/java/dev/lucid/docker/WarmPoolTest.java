package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.sandbox.WorkspaceFolders;
import dev.lucid.testkit.ReadySessionsContract;
import dev.lucid.testkit.RelayEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that wait for sessions: how they are taken, and how they end. */
class WarmPoolTest implements ReadySessionsContract {
    private static final UserId USER = new UserId(new UUID(1, 2));
    private static final PoolConfig TWO = new PoolConfig(2, Optional.empty());

    @TempDir
    static Path base;

    private static DockerConfig config;
    private static DockerEngine engine;
    private static DockerSandboxes sandboxes;

    @BeforeAll
    static void make() {
        config = Subjects.config(base.resolve("workspaces"));
        engine = new DockerEngine(config.engine());
        sandboxes = new DockerSandboxes(config, AllowedHosts.NONE, TWO);
    }

    @AfterAll
    static void close() throws IOException {
        sandboxes.close();
        engine.close();
        assertNothingWaits(config);
    }

    @Override
    public ReadySessions ready() {
        return sandboxes;
    }

    @Override
    public Sandboxes sandboxes() {
        return sandboxes;
    }

    @Test
    void aTakenContainerIsItsSessionsFromThenOn() throws IOException {
        var spec = taken(sandboxes);
        var before = ids(spec);
        try (var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "echo written > file; pwd; id -u"))
                    .startsWith(config.mountPath() + "\n")
                    .doesNotContain("\n0\n");

            assertThat(Files.readString(workspace(spec).resolve("file"))).isEqualTo("written\n");
            assertThat(ids(spec)).isEqualTo(before).hasSize(1);
            var container = containers(spec).getFirst();
            assertThat(container.getNames()).containsExactly("/" + config.containerPrefix() + spec.session());
            assertThat(container.getLabels())
                    .containsEntry("lucid.session_id", spec.session().toString())
                    .containsEntry("lucid.user_id", "pool")
                    .containsEntry("lucid.state", "pool");
        }
        assertThat(containers(spec)).isEmpty();
        try (var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "cat file")).isEqualTo("written\n");
        }
    }

    @Test
    void whatIsClonedIntoItsWorkspaceBeforeIsThereAndItsOwn() throws IOException {
        var spec = taken(sandboxes);
        var before = ids(spec);
        Files.writeString(
                Files.createDirectories(workspace(spec).resolve("src")).resolve("code"), "cloned\n");
        try (var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "echo more >> src/code; cat src/code")).isEqualTo("cloned\nmore\n");
            assertThat(ids(spec)).isEqualTo(before);
        }
    }

    @Test
    void itsWayToLucidOpensLater() {
        var spec = taken(sandboxes);
        var before = ids(spec);
        try (var _ = new RelayEnd(config.workspaces(), spec);
                var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "cat " + Relays.SHOWN_AT + "/" + Relays.KEY))
                    .isEqualTo("the key of " + spec.session() + "\n");
            assertThat(ids(spec)).isEqualTo(before);
        }
    }

    @Test
    void whereItsFoldersWereMadeAnewAnotherContainerIsStarted() throws IOException {
        var spec = taken(sandboxes);
        var before = ids(spec);
        Files.delete(workspace(spec));
        Files.createDirectory(workspace(spec));
        try (var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "echo written > file; cat file")).isEqualTo("written\n");
            assertThat(workspace(spec).resolve("file")).exists();
            assertThat(ids(spec)).hasSize(1).doesNotContainAnyElementsOf(before);
        }
    }

    @Test
    void whatDiedBeforeItWasOpenedIsStartedAgainWithTheSameId() {
        var spec = taken(sandboxes);
        var before = ids(spec);
        engine.remove(before.getFirst());
        try (var sandbox = sandboxes.open(spec)) {
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
            assertThat(ids(spec)).hasSize(1).doesNotContainAnyElementsOf(before);
        }
    }

    @Test
    void whatDiedWhileItWaitedIsGivenToNobodyAndMadeAnew() {
        var waiting = await().until(WarmPoolTest::waiting, found -> found.size() >= 2);
        waiting.forEach(each -> engine.remove(each.getId()));
        var spec = taken(sandboxes);

        assertThat(waiting)
                .extracting(each -> each.getLabels().get("lucid.session_id"))
                .doesNotContain(spec.session().toString());
        sandboxes.discard(spec);
    }

    @Test
    void anotherProcessThatOpensTheSessionBeginsAnew() throws IOException {
        var spec = taken(sandboxes);
        var before = ids(spec);
        try (var others = new DockerSandboxes(config);
                var sandbox = others.open(spec)) {
            assertThat(outputOf(sandbox, "echo theirs > file; cat file")).isEqualTo("theirs\n");
            assertThat(ids(spec)).hasSize(1).doesNotContainAnyElementsOf(before);
        }
        assertThat(workspace(spec).resolve("file")).exists();
    }

    @Test
    void whatIsTakenAndNeverOpenedEndsAndItsSessionCanStillBegin() throws IOException {
        var other = Subjects.config(base.resolve("impatient"));
        try (var impatient = new DockerSandboxes(
                other, AllowedHosts.NONE, new PoolConfig(1, Optional.of(USER), Duration.ofMillis(1_500)))) {
            var spec = taken(impatient);
            assertThat(containers(spec).getFirst().getLabels()).containsEntry("lucid.user_id", USER.toString());
            await().until(() -> containers(spec).isEmpty());
            // Somebody may be about to open it: nothing is taken away under them.
            assertThat(WorkspaceFolders.of(other.workspaces(), spec)).isDirectory();

            try (var sandbox = impatient.open(spec)) {
                assertThat(outputOf(sandbox, "echo begun > file; cat file")).isEqualTo("begun\n");
            }
        }
        assertNothingWaits(other);
    }

    @Test
    void whoTakesAndOpensNothingKeepsNobodyFromTheRest() throws IOException {
        var other = Subjects.config(base.resolve("drained"));
        var somebody = new UserId(new UUID(3, 4));
        try (var drained = new DockerSandboxes(other, AllowedHosts.NONE, TWO)) {
            var first = taken(drained);
            var second = taken(drained);
            var next = await().atMost(Duration.ofSeconds(60)).until(() -> drained.take(somebody), Optional::isPresent);

            assertThat(next).isNotEqualTo(Optional.of(first.session()));
            await().until(() -> containers(first).isEmpty());
            assertThat(containers(second)).hasSize(1);
        }
        assertNothingWaits(other);
    }

    @Test
    void aWorkspaceThatIsGoneWhenItsContainerStartsIsMadeAgain() throws IOException {
        var spec = taken(sandboxes);
        try (var sandbox = sandboxes.open(spec)) {
            Files.delete(workspace(spec));

            assertThat(outputOf(sandbox, "echo written > file; cat file")).isEqualTo("written\n");
            assertThat(workspace(spec).resolve("file")).exists();
        }
    }

    @Test
    void twoServersOnOneEngineKeepToTheirOwn() {
        var other = Subjects.config(base.resolve("others"));
        try (var others = new DockerSandboxes(other, AllowedHosts.NONE, TWO)) {
            var theirs = taken(others);
            var mine = taken(sandboxes);
            assertThat(theirs).isNotEqualTo(mine);
            new DockerSandboxes(config).close();
            assertThat(containers(theirs)).hasSize(1);
            assertThat(containers(mine)).hasSize(1);
            sandboxes.discard(mine);
        }
    }

    @Test
    void aServerThatIsKilledLeavesNothingThatWaits() throws Exception {
        var dying = Subjects.config(base.resolve("dying"));
        var server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingServer.class.getName(),
                        dying.workspaces().toString(),
                        "pool")
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("dying.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> of(dying).size() >= 2);
        } finally {
            server.destroyForcibly().waitFor();
        }
        await().until(() -> of(dying).stream().noneMatch(each -> each.getState().equals("running")));
        new DockerSandboxes(dying).close();

        assertNothingWaits(dying);
    }

    /** No container, and no folder of its workspace, its way to Lucid or its pipes. */
    private static void assertNothingWaits(DockerConfig whose) throws IOException {
        var own = new DockerEngine(whose.engine());
        try {
            assertThat(own.containers(Map.of("lucid.instance", instance(whose))))
                    .isEmpty();
        } finally {
            own.close();
        }
        for (var folder : List.of(".pool", ".lucid/runs", ".lucid/trash")) {
            try (var left = Files.list(whose.workspaces().resolve(folder))) {
                assertThat(left).as(folder).isEmpty();
            }
        }
    }

    private static SandboxSpec taken(DockerSandboxes from) {
        var session = await().atMost(Duration.ofSeconds(60)).until(() -> from.take(USER), Optional::isPresent);

        return new SandboxSpec(USER, session.orElseThrow());
    }

    private static Path workspace(SandboxSpec spec) {
        return config.workspaces()
                .resolve(spec.user().toString())
                .resolve(spec.session().toString());
    }

    private static List<Container> containers(SandboxSpec spec) {
        return engine.containers(Map.of("lucid.session_id", spec.session().toString()));
    }

    private static List<String> ids(SandboxSpec spec) {
        return containers(spec).stream().map(Container::getId).toList();
    }

    /** Those whose workspace is still in the pool. */
    private static List<Container> waiting() throws IOException {
        return of(config).stream()
                .filter(each -> Files.exists(config.workspaces()
                        .resolve(".pool")
                        .resolve(new SessionId(UUID.fromString(each.getLabels().get("lucid.session_id"))).toString())))
                .toList();
    }

    private static List<Container> of(DockerConfig whose) throws IOException {
        return Files.exists(whose.workspaces().resolve(".lucid/instance"))
                ? engine.containers(Map.of("lucid.instance", instance(whose), "lucid.state", "pool"))
                : List.of();
    }

    private static String instance(DockerConfig whose) throws IOException {
        return Files.readString(whose.workspaces().resolve(".lucid/instance"));
    }
}
