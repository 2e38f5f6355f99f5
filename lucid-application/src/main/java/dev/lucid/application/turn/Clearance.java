package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Removes all that a session has outside the log, whatever is there of it. Doing it again does no harm. */
public record Clearance(Sandboxes sandboxes, Repositories repositories, OutputFiles outputs, Optional<Inward> inward) {
    private static final Logger LOG = System.getLogger(Clearance.class.getName());

    public Clearance {
        requireNonNull(sandboxes, "sandboxes");
        requireNonNull(repositories, "repositories");
        requireNonNull(outputs, "outputs");
        requireNonNull(inward, "inward");
    }

    /**
     * Removes it; the session must be closed in this process. What can't be removed for good is left with a warning: it must
     * not keep a chat from going on. Fails with a transient failure where trying again may help. Says whether nothing is left.
     */
    public boolean clear(SandboxSpec session) {
        boolean workspace = removed(session, () -> sandboxes.discard(session));
        boolean repository = removed(session, () -> repositories.discard(session));
        boolean output = removed(session, () -> outputs.discard(session));
        boolean way = inward.map(ways -> removed(session, () -> ways.relays().discard(session)))
                .orElse(true);

        return workspace && repository && output && way;
    }

    private static boolean removed(SandboxSpec session, Runnable removal) {
        try {
            removal.run();
            return true;
        } catch (PortFailure.Permanent e) {
            LOG.log(
                    Level.WARNING,
                    "Something of the ended session {0} is left: {1}",
                    session.session(),
                    e.getMessage());
            return false;
        }
    }
}
