package dev.lucid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.ReadySessionsContract;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryReadySessionsTest implements ReadySessionsContract {
    private final InMemorySandboxes sandboxes = new InMemorySandboxes();
    private final InMemoryReadySessions ready = new InMemoryReadySessions();

    @BeforeEach
    void addTwo() {
        ready.add(new SessionId(UUID.randomUUID()));
        ready.add(new SessionId(UUID.randomUUID()));
    }

    @Override
    public ReadySessions ready() {
        return ready;
    }

    @Override
    public Sandboxes sandboxes() {
        return sandboxes;
    }

    @Test
    void afterTheLastThereIsNone() {
        assertThat(ready.take(UserId.LOCAL)).isPresent();
        assertThat(ready.take(UserId.LOCAL)).isPresent();
        assertThat(ready.take(UserId.LOCAL)).isEmpty();
        assertThat(ReadySessions.NONE.take(UserId.LOCAL)).isEmpty();
    }
}
