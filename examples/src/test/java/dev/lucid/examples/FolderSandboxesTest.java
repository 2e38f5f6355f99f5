package dev.lucid.examples;

import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.SandboxesContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** All that one's own sandboxes need to be tested: say what is under test, and what it lacks. */
class FolderSandboxesTest implements SandboxesContract {
    @TempDir
    Path base;

    private final List<FolderSandboxes> made = new ArrayList<>();

    @Override
    public Sandboxes sandboxes() {
        return made.isEmpty() ? othersOnTheSameWorkspaces() : made.getFirst();
    }

    @Override
    public Sandboxes othersOnTheSameWorkspaces() {
        made.add(new FolderSandboxes(base));

        return made.getLast();
    }

    @Override
    public boolean confines() {
        return false;
    }

    @Override
    public Set<SandboxAbility> lacks() {
        return EnumSet.allOf(SandboxAbility.class);
    }

    @AfterEach
    void close() {
        made.forEach(FolderSandboxes::close);
    }
}
