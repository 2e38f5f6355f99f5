package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.Workspaces;
import dev.lucid.sandbox.WorkspaceFolders;
import dev.lucid.testkit.WorkspacesContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalWorkspacesTest implements WorkspacesContract {
    @TempDir
    Path own;

    private Subjects subjects;
    private LocalWorkspaces workspaces;

    @BeforeEach
    void make() {
        subjects = new Subjects(own.resolve("workspaces"), true);
        workspaces = new LocalWorkspaces(own.resolve("workspaces"));
    }

    @AfterEach
    void close() {
        workspaces.close();
        subjects.close();
    }

    @Override
    public Workspaces workspaces() {
        return workspaces;
    }

    @Override
    public Sandboxes sandboxes() {
        return subjects.first();
    }

    @ParameterizedTest(name = "confined: {0}")
    @ValueSource(booleans = {true, false})
    void workspacesAreSeenFromOutside(boolean confined, @TempDir Path base) {
        var spec = newSession();
        try (var subjects = new Subjects(base, confined);
                var workspaces = new LocalWorkspaces(base)) {
            assertThat(workspaces.list(spec, WorkspacePath.ROOT, 3, 10)).isEmpty();
            assertThat(workspaces.read(spec, WorkspacePath.of("a"), 10)).isEmpty();
            try (var sandbox = subjects.first().open(spec)) {
                outputOf(
                        sandbox,
                        "mkdir -p src node_modules/x .git/y; echo hi > src/a; ln -s /etc/passwd link; chmod 700 src");
            }

            assertThat(workspaces.list(spec, WorkspacePath.ROOT, 3, 10).orElseThrow())
                    .extracting(entry -> entry.path().toString())
                    .containsExactly("/.git", "/link", "/node_modules", "/src", "/src/a");
            assertThat(workspaces.list(spec, WorkspacePath.of("absent"), 3, 10)).isEmpty();
            assertThat(new String(
                            workspaces
                                    .read(spec, WorkspacePath.of("src/a"), 10)
                                    .orElseThrow()
                                    .bytes(),
                            UTF_8))
                    .isEqualTo("hi\n");
            assertThat(workspaces.read(spec, WorkspacePath.of("link"), 10)).isEmpty();
        }
    }

    @Test
    void workspaceIsNobodyElsesBusiness(@TempDir Path base) throws Exception {
        var workspaces = base.resolve("data/workspaces");
        var spec = newSession();
        try (var subjects = new Subjects(workspaces, true)) {
            subjects.first().open(spec).close();
            for (var folder : new Path[] {
                workspaces,
                workspaces.resolve(spec.user().toString()),
                WorkspaceFolders.of(workspaces, spec),
                workspaces.resolve(".lucid")
            }) {
                assertThat(Files.getPosixFilePermissions(folder))
                        .as(folder.toString())
                        .hasSize(3);
            }
        }
    }
}
