package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxAbility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelterProbeTest {
    @TempDir
    Path base;

    private Path programs;

    @BeforeEach
    void makePrograms() throws IOException {
        programs = Files.createDirectory(base.resolve("programs"));
    }

    @Test
    void whereBubblewrapIsMissingThatIsSaidAndWhatToDo() throws IOException {
        for (var program : new String[] {"sh", "setsid", "mkfifo", "rm", "true", "grep", "cat"}) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
        try (var sandboxes = sandboxes()) {
            assertThat(sandboxes.confinement().confined()).isFalse();
            assertThat(sandboxes.confinement().words())
                    .contains("unconfined", "apt-get install bubblewrap", "read and change whatever you can");
            try (var sandbox = sandboxes.open(newSession())) {
                assertThat(outputOf(sandbox, "echo works")).isEqualTo("works\n");
            }
        }
    }

    @Test
    void whereBubblewrapFailsItsReasonIsSaid() throws IOException {
        program("bwrap", "echo 'bwrap: no permission to make namespaces' >&2; exit 1\n");
        try (var sandboxes = new LocalSandboxes(config(programs + ":" + LocalConfig.SYSTEM_PATH))) {
            assertThat(sandboxes.confinement().confined()).isFalse();
            assertThat(sandboxes.confinement().words()).contains("no permission to make namespaces");
        }
    }

    @Test
    void datedBubblewrapServesAsFarAsItCan() throws IOException {
        program("bwrap", """
                for option; do case $option in
                    --size | --disable-userns) echo "bwrap: Unknown option $option" >&2; exit 1 ;;
                esac; done
                exec /usr/bin/bwrap "$@"
                """);
        try (var sandboxes = new LocalSandboxes(config(programs + ":" + LocalConfig.SYSTEM_PATH));
                var sandbox = sandboxes.open(newSession())) {
            assertThat(sandboxes.confinement().confined()).isTrue();
            assertThat(outputOf(sandbox, "id -un; touch /tmp/x && echo works")).isEqualTo("agent\nworks\n");
        }
    }

    @Test
    void whereNothingRunsARelayThatIsSaidAndNotPromised() throws IOException {
        program("bwrap", """
                hidden=
                for word; do
                    shift
                    if [ "$word" = --remount-ro ] && [ -z "$hidden" ]; then
                        for hidden in $(readlink -f /usr/bin/perl /usr/bin/python3); do
                            [ ! -e "$hidden" ] || set -- "$@" --ro-bind /dev/null "$hidden"
                        done
                    fi
                    set -- "$@" "$word"
                done
                exec /usr/bin/bwrap "$@"
                """);
        try (var sandboxes = new LocalSandboxes(config(programs + ":" + LocalConfig.SYSTEM_PATH))) {
            assertThat(sandboxes.confinement().confined()).isTrue();
            assertThat(sandboxes.confinement().words()).contains("perl and python3 are missing");
            assertThat(sandboxes.abilities()).doesNotContain(SandboxAbility.RELAY);
        }
    }

    @Test
    void whereNoProcessCanBeStartedAsItMustThatIsAFailure() {
        assertThatThrownBy(this::sandboxes)
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("util-linux");
    }

    @Test
    void workspacesThatCanNotBeMadeAreAFailure() throws IOException {
        var file = Files.writeString(base.resolve("file"), "no folder");

        assertThatThrownBy(() -> new LocalSandboxes(new LocalConfig(file.resolve("workspaces"))))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("workspaces");
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private LocalSandboxes sandboxes() {
        return new LocalSandboxes(config(programs.toString()));
    }

    private LocalConfig config(String path) {
        return new LocalConfig(base.resolve("workspaces")).withPath(path);
    }
}
