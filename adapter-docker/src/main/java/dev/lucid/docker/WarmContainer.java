package dev.lucid.docker;

import dev.lucid.sandbox.WaitingWorkspaces;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** A container that runs before its session begins, and the folders that it sees. Safe for many threads. */
record WarmContainer(WaitingWorkspaces.Place place, ContainerStart.Started container) implements AutoCloseable {
    boolean isAlive() {
        return container.root().isAlive();
    }

    /** Whether it sees the folders that its session has now: somebody may have removed them, and made others. */
    boolean sees(Occupant now) throws IOException {
        try {
            return place.hasWorkspace(now.workspace())
                    && (now.relay().isEmpty() || place.hasRelay(now.relay().get()));
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        container.process().close();
    }
}
