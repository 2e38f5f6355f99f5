package dev.lucid.docker;

import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.SandboxesContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DockerSandboxesTest implements SandboxesContract {
    @TempDir
    Path base;

    private Subjects subjects;

    @BeforeEach
    void make() {
        subjects = new Subjects(base.resolve("workspaces"));
    }

    @AfterEach
    void close() {
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
    public Set<SandboxAbility> lacks() {
        return Set.of(SandboxAbility.RELAY);
    }

    @Override
    public Sandboxes othersOnTheSameWorkspaces() {
        return subjects.another();
    }
}
