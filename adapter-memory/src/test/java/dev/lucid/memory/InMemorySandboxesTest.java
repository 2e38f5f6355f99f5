package dev.lucid.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.Workspaces;
import dev.lucid.testkit.Ran;
import dev.lucid.testkit.RemainsContract;
import dev.lucid.testkit.SandboxStorageContract;
import dev.lucid.testkit.SandboxUnderTest;
import dev.lucid.testkit.WorkspacesContract;
import org.junit.jupiter.api.Test;

/** What can be kept without a real shell. */
class InMemorySandboxesTest implements SandboxStorageContract, WorkspacesContract, RemainsContract {
    private final InMemorySandboxes memory = new InMemorySandboxes();

    @Override
    public Sandboxes sandboxes() {
        return memory;
    }

    @Override
    public Workspaces workspaces() {
        return memory;
    }

    @Override
    public Remains remains() {
        return memory;
    }

    @Override
    public Remains others() {
        return memory;
    }

    @Override
    public void leave(SandboxSpec session) {
        memory.open(session).close();
    }

    @Override
    public void remove(SandboxSpec session) {
        memory.discard(session);
    }

    @Override
    public boolean commandsRun() {
        return false;
    }

    @Test
    void commandsWorkOnTheSessionsFiles() {
        var shouting = new InMemorySandboxes((command, files, output, _) -> {
            output.text("$ " + command.script() + "\n");
            files.write(
                    WorkspacePath.of("loud"),
                    files.read(WorkspacePath.of("quiet")).orElseThrow());
            return new CommandEnd.Exited(3);
        });
        try (var sandbox = shouting.open(SandboxUnderTest.newSession())) {
            sandbox.write(WorkspacePath.of("quiet"), "words".getBytes(UTF_8));

            assertThat(Ran.in(sandbox, "shout")).isEqualTo(new Ran(new CommandEnd.Exited(3), "$ shout\n"));
            assertThat(sandbox.read(WorkspacePath.of("loud"), 9).orElseThrow().bytes())
                    .isEqualTo("words".getBytes(UTF_8));
        }
    }

    @Test
    void withoutAShellNoCommandIsFound() {
        try (var sandbox = memory.open(SandboxUnderTest.newSession())) {
            assertThat(Ran.in(sandbox, "true").end()).isEqualTo(new CommandEnd.Exited(127));
        }
    }
}
