package dev.lucid.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxAbility;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of it when an image is tried. */
class TrialTest {
    @TempDir
    private Path base;

    @Test
    void aNoteThatSaysNothingIsWrittenAnew() throws IOException {
        var config = Subjects.config(base);
        new DockerSandboxes(config).close();
        Path note;
        try (var notes = Files.list(base.resolve(".lucid/notes"))) {
            note = notes.toList().getFirst();
        }
        var said = Files.readString(note);
        Files.writeString(note, "");
        try (var sandboxes = new DockerSandboxes(config)) {
            assertThat(sandboxes.abilities()).contains(SandboxAbility.RELAY);
        }
        assertThat(note).hasContent(said);
        Files.writeString(note, "NONE");
        try (var sandboxes = new DockerSandboxes(config)) {
            assertThat(sandboxes.abilities()).doesNotContain(SandboxAbility.RELAY);
        }
    }

    @Test
    void aFolderThatTheEngineDoesNotSeeIsRefusedAndNotMade() {
        var usual = Subjects.config(base.resolve("here"));
        var elsewhere = base.resolve("elsewhere");
        var wrong = new DockerConfig(
                usual.workspaces(),
                elsewhere,
                usual.mountPath(),
                usual.engine(),
                usual.image(),
                usual.pull(),
                usual.containerPrefix(),
                usual.network(),
                usual.memoryLimit(),
                usual.cpuLimit(),
                usual.processLimit(),
                usual.fileLimit(),
                usual.roomLimit(),
                usual.idleLimit());

        assertThatThrownBy(() -> new DockerSandboxes(wrong).close())
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll(elsewhere.toString(), "HOST_WORKSPACE_PATH");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void anEngineOnAnotherKernelIsRefused() throws IOException {
        var ours = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        Kernels.refuseOther("unix:///engine", ours);
        Kernels.refuseOther("unix:///engine", "");

        assertThatThrownBy(() -> Kernels.refuseOther("unix:///engine", "5.15.0-other"))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll("unix:///engine", "virtual machine", "5.15.0-other", ours, "DOCKER_HOST");
    }

    @Test
    void whatIsInTheWayIsSaidAsItIs() throws IOException {
        var config = Subjects.config(base);
        var nothing = base.resolve("nothing.sock");
        var left = base.resolve("left.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(left))
                .close();
        assertThat(DockerProbe.obstacle(config.withEngine("unix://" + nothing)))
                .hasValueSatisfying(why -> assertThat(why).contains("There is no Docker engine", "DOCKER_HOST"));
        assertThat(DockerProbe.obstacle(config.withEngine("unix://" + left)))
                .hasValueSatisfying(why -> assertThat(why).contains("is gone", "Start it"));
        assertThat(DockerProbe.obstacle(config.withImage("lucid-test:none")))
                .hasValueSatisfying(why -> assertThat(why).contains("docker build", "SANDBOX_PULL=missing"));
    }
}
