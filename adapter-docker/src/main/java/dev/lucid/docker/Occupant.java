package dev.lucid.docker;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.WaitingWorkspaces;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a container is made for, and may never be told otherwise: labels and mounts stay as they were made.
 *
 * @param user what is said of its owner
 * @param state what it was made as: a container that was made to wait says so for ever, though it has become a session's
 * @param relay the folder of its way to Lucid, if it has one
 */
record Occupant(SessionId session, String user, String state, Path workspace, Optional<Path> relay) {
    private static final String SEVERAL = "pool";
    private static final String WAITING = "pool";

    /** A session that begins. */
    static Occupant begun(SandboxSpec spec, Path workspace, Optional<Path> relay) {
        return new Occupant(spec.session(), spec.user().toString(), "session", workspace, relay);
    }

    /** A session that nobody has yet. */
    static Occupant waiting(WaitingWorkspaces.Place place, PoolConfig pool) {
        return new Occupant(
                place.session(),
                pool.owner().map(Object::toString).orElse(SEVERAL),
                WAITING,
                place.workspace(),
                Optional.of(place.relay()));
    }

    /** Whether nobody had it when it was made. */
    boolean waits() {
        return state.equals(WAITING);
    }

    /** For messages. */
    String what() {
        return "the sandbox of session " + session;
    }
}
