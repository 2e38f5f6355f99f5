package dev.lucid.docker;

import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.SandboxesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class DockerSandboxesTest implements SandboxesContract {
    @TempDir
    static Path base;

    private static Subjects subjects;

    @BeforeAll
    static void make() {
        subjects = new Subjects(base.resolve("workspaces"));
    }

    @AfterAll
    static void close() {
        subjects.close();
    }

    @Override
    public Sandboxes sandboxes() {
        return subjects.first();
    }

    @Override
    public Path workspaces() {
        return base.resolve("workspaces");
    }

    @Override
    public Sandboxes othersOnTheSameWorkspaces() {
        return subjects.another();
    }
}
