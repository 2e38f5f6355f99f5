package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import dev.lucid.testkit.Ran;
import dev.lucid.testkit.SandboxUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kind of sandbox is taken, on a machine whose engine has the tests' image and no other. */
class ChosenSandboxesTest {
    private static final String IMAGE = "lucid-test:small";

    private static final MachineFacts MACHINE = MachineFacts.of(Map.of("PATH", "/usr/bin:/bin"));

    @TempDir
    Path data;

    @Test
    void containersAreTakenWhereTheEngineHasTheImage() {
        for (var kind : new String[] {"auto", "docker"}) {
            try (var sandboxes = chosen(Map.of(Variable.LUCID_SANDBOX, kind, Variable.SANDBOX_IMAGE, IMAGE))) {
                assertThat(sandboxes.confinement().words()).contains("Docker containers of " + IMAGE);
            }
        }
    }

    @Test
    void aContainerIsNamedAndLimitedAsConfigured() {
        var given = Map.of(
                Variable.LUCID_SANDBOX, "docker",
                Variable.SANDBOX_IMAGE, IMAGE,
                Variable.WORKSPACE_MOUNT_PATH, "/work",
                Variable.SANDBOX_MEMORY_LIMIT, "64m");
        var spec = SandboxUnderTest.newSession();
        try (var sandboxes = chosen(given);
                var sandbox = sandboxes.open(spec)) {
            assertThat(Ran.outputOf(
                            sandbox,
                            "pwd; cat /sys/fs/cgroup/memory.max || "
                                    + "cat /sys/fs/cgroup/memory/memory.limit_in_bytes"))
                    .contains("/work\n", Long.toString(64L << 20));
        }
    }

    @Test
    void whereTheImageIsMissingProcessesAreTakenAndTheReasonIsSaid() {
        try (var sandboxes = chosen(Map.of(Variable.SANDBOX_IMAGE, "lucid-test:none"))) {
            assertThat(sandboxes.confinement().words()).contains("bubblewrap").doesNotContain("image");
            assertThat(sandboxes.confinement().advice())
                    .contains("no image lucid-test:none", "docker build", "SANDBOX_IMAGE");
        }
    }

    @Test
    void whereNoEngineAnswersProcessesAreTakenAndTheReasonIsSaid() {
        try (var sandboxes = chosen(Map.of(Variable.DOCKER_HOST, "unix:///nowhere/docker.sock"))) {
            assertThat(sandboxes.confinement().words()).contains("bubblewrap");
            assertThat(sandboxes.confinement().advice()).contains("unix:///nowhere/docker.sock");
        }
    }

    @Test
    void whoAsksForContainersGetsNothingElse() {
        assertThatThrownBy(() ->
                        chosen(Map.of(Variable.LUCID_SANDBOX, "docker", Variable.SANDBOX_IMAGE, "lucid-test:none")))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll("lucid-test:none", "docker build", "SANDBOX_IMAGE");
        assertThatThrownBy(() -> chosen(
                        Map.of(Variable.LUCID_SANDBOX, "docker", Variable.DOCKER_HOST, "unix:///nowhere/docker.sock")))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll("unix:///nowhere/docker.sock", "LUCID_SANDBOX");
    }

    @Test
    void whereTheEngineIsToldOtherPathsTheTrialLiesWhereItLooks() throws IOException {
        var host = Files.createDirectories(data.resolve("host"));
        var seen = Files.createSymbolicLink(data.resolve("seen"), host);
        var config = config(Map.of(
                Variable.LUCID_SANDBOX,
                "docker",
                Variable.SANDBOX_IMAGE,
                IMAGE,
                Variable.WORKSPACE_BASE_PATH,
                seen.toString(),
                Variable.HOST_WORKSPACE_PATH,
                host.toString()));

        assertThat(SandboxTrial.of(config, MACHINE, false).confined()).isTrue();
        try (var sandboxes = ChosenSandboxes.of(config, MACHINE, false);
                var sandbox = sandboxes.open(SandboxUnderTest.newSession())) {
            assertThat(Ran.outputOf(sandbox, "echo here > file; cat file")).contains("here\n");
        }
        try (var left = Files.list(host)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".trial-"));
        }
    }

    private ChosenSandboxes chosen(Map<Variable, String> given) {
        return ChosenSandboxes.of(config(given), MACHINE, false);
    }

    private LucidConfig config(Map<Variable, String> given) {
        return new LucidConfig(data, new HashMap<>(given));
    }
}
