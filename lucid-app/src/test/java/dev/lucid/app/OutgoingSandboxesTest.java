package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.egress.SandboxOutlets;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.testkit.LoopbackSite;
import dev.lucid.testkit.Ran;
import dev.lucid.testkit.SandboxOutletContract;
import dev.lucid.testkit.SandboxUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in sandboxes of both kinds, and the hosts that are configured for them. */
@Timeout(120)
class OutgoingSandboxesTest {
    private static final MachineFacts MACHINE = MachineFacts.of(Map.of("PATH", "/usr/bin:/bin"));

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"local", "docker"})
    void commandsReachWhatIsConfiguredWhileTheirSandboxIsOpen(String kind) {
        try (var site = new LoopbackSite()) {
            var config = config(kind, "localhost:" + site.port(), "localhost:" + site.port());
            var session = SandboxUnderTest.newSession();
            try (var chosen = ChosenSandboxes.of(config, MACHINE, false);
                    var outlets = WaysOut.ofSandboxes(config, InstantSource.system())) {
                assertThat(chosen.confinement().words()).contains("no network but localhost:" + site.port());
                try (var sandbox = new OutgoingSandboxes(chosen, () -> outlets).open(session)) {
                    assertThat(asked(sandbox, "localhost:" + site.port())).contains("asked for /");
                    assertThat(asked(sandbox, "127.0.0.1:" + site.port()))
                            .startsWith("HTTP/1.1 403 ")
                            .contains("SANDBOX_ALLOWED_HOSTS");
                }
                assertThat(config.workspaces().resolve(Relays.FOLDER)).isEmptyDirectory();
            }
        }
    }

    @Test
    void aNameThatLeadsToThisMachineIsRefusedUnlessThatIsMeant() {
        try (var site = new LoopbackSite()) {
            var config = config("local", "localhost:" + site.port(), "git.internal");
            try (var chosen = ChosenSandboxes.of(config, MACHINE, false);
                    var outlets = WaysOut.ofSandboxes(config, InstantSource.system());
                    var sandbox = new OutgoingSandboxes(chosen, () -> outlets).open(SandboxUnderTest.newSession())) {
                assertThat(asked(sandbox, "localhost:" + site.port()))
                        .startsWith("HTTP/1.1 403 ")
                        .contains("ALLOWED_PRIVATE_HOSTS");
            }
        }
    }

    @Test
    void whereNoWayOutCanBeOpenedTheSandboxIsThereWithoutOne() {
        var config = config("local", "pypi.org", "git.internal");
        try (var chosen = ChosenSandboxes.of(config, MACHINE, false);
                var outlets = new Lazy<>(() -> unwritable(config)).get();
                var sandbox = new OutgoingSandboxes(chosen, () -> outlets).open(SandboxUnderTest.newSession())) {
            assertThat(Ran.outputOf(sandbox, "echo here")).isEqualTo("here\n");
        }
    }

    /** Where a folder should be made there is a file. */
    private static SandboxOutlets unwritable(LucidConfig config) {
        return WaysOut.ofSandboxes(config.with(Variable.WORKSPACE_BASE_PATH, "/proc/version"), InstantSource.system());
    }

    private static String asked(Sandbox sandbox, String authority) {
        sandbox.write(WorkspacePath.of("ask"), SandboxOutletContract.ASKER.getBytes(StandardCharsets.UTF_8));

        return Ran.outputOf(sandbox, "perl ask 'GET http://" + authority + "/ HTTP/1.1'");
    }

    private LucidConfig config(String kind, String hosts, String listed) {
        return new LucidConfig(
                data,
                Map.of(
                        Variable.LUCID_SANDBOX,
                        kind,
                        Variable.SANDBOX_IMAGE,
                        "lucid-test:small",
                        Variable.SANDBOX_ALLOWED_HOSTS,
                        hosts,
                        Variable.ALLOWED_PRIVATE_HOSTS,
                        listed));
    }
}
