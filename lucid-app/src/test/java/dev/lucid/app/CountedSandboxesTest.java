package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CountedSandboxesTest {
    private final CountedSandboxes sandboxes =
            new CountedSandboxes(new InMemorySandboxes((_, _, _, _) -> new CommandEnd.Exited(0)));

    @Test
    void oneCountsFromWhenItIsOpenedUntilItIsClosed() {
        var first = sandboxes.open(session());
        var second = sandboxes.open(session());
        assertThat(sandboxes.count()).isEqualTo(2);

        first.close();
        first.close();
        assertThat(sandboxes.count()).isEqualTo(1);

        second.close();
        assertThat(sandboxes.count()).isZero();
    }

    @Test
    void oneThatCouldNotBeOpenedDoesNotCount() {
        var closed = new CountedSandboxes(new LazySandboxes(() -> {
            throw new PortFailure.Permanent("There are none.");
        }));

        assertThatThrownBy(() -> closed.open(session())).isInstanceOf(PortFailure.class);
        assertThat(closed.count()).isZero();
    }

    private static SandboxSpec session() {
        return new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID()));
    }
}
