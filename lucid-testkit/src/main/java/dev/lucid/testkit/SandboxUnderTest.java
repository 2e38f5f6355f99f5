package dev.lucid.testkit;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/** What the parts of {@link SandboxesContract} ask for. */
public interface SandboxUnderTest {
    /** The memory that the sandboxes under test must be limited to, in bytes. */
    long MEMORY_LIMIT = 256L << 20;

    /** The sandboxes under test, always the same within a test. */
    Sandboxes sandboxes();

    /** Others on the same workspaces, as another process would have them; the first ones are told nothing. */
    Sandboxes othersOnTheSameWorkspaces();

    /** Whether the sandboxes under test must keep commands in. Where they need not, the contract asks that they say so. */
    default boolean confines() {
        return true;
    }

    /** What the sandboxes under test can't do. The contract then asks that they say so. */
    default Set<SandboxAbility> lacks() {
        return Set.of();
    }

    /** The folder of the workspaces under test, for those who do not lack {@link SandboxAbility#RELAY}. */
    default Path workspaces() {
        throw new UnsupportedOperationException("Say where the workspaces lie, or that RELAY is lacking");
    }

    /** A session that nobody has used. */
    static SandboxSpec newSession() {
        return new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID()));
    }
}
