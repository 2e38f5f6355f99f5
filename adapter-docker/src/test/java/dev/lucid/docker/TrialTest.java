package dev.lucid.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxAbility;
import java.io.IOException;
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
}
