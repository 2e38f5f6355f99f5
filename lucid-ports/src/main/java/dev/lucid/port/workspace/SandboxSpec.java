package dev.lucid.port.workspace;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;

/** Which sandbox is meant: that of one session, owned by one user. */
public record SandboxSpec(UserId user, SessionId session) {
    public SandboxSpec {
        requireNonNull(user, "user");
        requireNonNull(session, "session");
    }
}
