package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.testkit.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much room a workspace may take up. */
@Timeout(60)
class RoomLimitTest {
    @Test
    void whoFillsTheWorkspaceIsEndedAndTheNextMakesRoom(@TempDir Path base) {
        try (var small = new LocalSandboxes(new LocalConfig(base).withRoomLimit(8 << 20));
                var sandbox = small.open(newSession())) {
            var filling = Ran.in(sandbox, "dd if=/dev/zero of=large bs=1000000 count=40 2>/dev/null; exec sleep 1000");

            assertThat(filling.end()).isEqualTo(new CommandEnd.Exited(137));
            assertThat(filling.output()).contains("the workspace is over its limit of 8 MB");
            assertThat(outputOf(sandbox, "rm large; ls")).isEmpty();
        }
    }
}
