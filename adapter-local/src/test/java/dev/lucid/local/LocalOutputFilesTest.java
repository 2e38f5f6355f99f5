package dev.lucid.local;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOutputFilesTest {
    @TempDir
    Path base;

    @Test
    void wholeOutputIsKept() throws IOException {
        var spec = newSession();
        var call = new CallId(UUID.randomUUID());
        try (var file = new LocalOutputFiles(base.resolve("outputs")).open(spec, call)) {
            assertThat(base.resolve("outputs")).doesNotExist();
            file.append("first \uD83D");
            file.append("\uDE00\n");
        }
        var path = base.resolve("outputs")
                .resolve(spec.user().toString())
                .resolve(spec.session().toString())
                .resolve(call + ".txt");

        assertThat(path).hasContent("first \uD83D\uDE00\n");
        assertThat(Files.getPosixFilePermissions(path.getParent())).hasSize(3);
    }

    @Test
    void anEndlessOutputIsCutAtItsLimitAndThatIsSaidOnce() throws IOException {
        var spec = newSession();
        var call = new CallId(UUID.randomUUID());
        try (var file = new LocalOutputFiles(base, 10).open(spec, call)) {
            file.append("four");
            file.append("é+é=6");
            file.append("more");
            file.append("y");
        }

        assertThat(WorkspaceFolders.of(base, spec).resolve(call + ".txt"))
                .hasContent("four\n[… the rest is left out: a command's output is kept up to 10 bytes …]\n");
    }

    @Test
    void fullDiskIsSaid() throws IOException {
        var blocked = Files.writeString(base.resolve("file"), "no folder");
        try (var file = new LocalOutputFiles(blocked).open(newSession(), new CallId(UUID.randomUUID()))) {
            assertThatThrownBy(() -> file.append("text"))
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining(blocked.toString());
        }
    }
}
