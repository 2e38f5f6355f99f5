package dev.lucid.docker;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.sandbox.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose processes are in sandboxes. Where Lucid runs as root, each session has a user of its own; else they are Lucid's
 * own user, to whom the workspaces belong.
 *
 * @param uid this program's user
 * @param gid its group
 * @param rootless whether the engine is not root itself, so that its containers' root is this program's user
 */
record Tenants(int uid, int gid, boolean rootless) {
    /** As whoever makes the workspaces. */
    static Tenants of(Path workspaces, boolean rootless) throws IOException {
        return new Tenants(
                (int) Files.getAttribute(workspaces, "unix:uid"),
                (int) Files.getAttribute(workspaces, "unix:gid"),
                rootless);
    }

    Tenant of(SessionId session) {
        return uid == 0 && !rootless ? Tenant.Other.of(session) : new Tenant.Same();
    }

    /** The same as the engine is told it. */
    String user(SessionId session) {
        return switch (of(session)) {
            case Tenant.Other(var id) -> id + ":" + id;
            case Tenant.Same() -> rootless ? "0:0" : uid + ":" + gid;
        };
    }
}
