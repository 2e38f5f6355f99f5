package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who starts a server leaves a mark of the process namespace (in effect: the container) it runs in. One container can't
 * see another's processes: it would take a live server for a dead one, and two servers on the same files destroy them.
 */
record ProcessNamespace(Path cluster) {
    ProcessNamespace {
        requireNonNull(cluster, "cluster");
    }

    void leaveMark() throws IOException {
        PrivateFiles.write(mark(), own());
    }

    /** Fails if the server was last started in another namespace. */
    void refuseAnother() throws IOException {
        if (Files.exists(mark()) && !Files.readString(mark()).equals(own())) {
            throw new PortFailure.Permanent("Could not use " + cluster
                    + ": a Lucid in another container uses it, and its PostgreSQL can't be seen from here. Stop that one,"
                    + " choose another data directory, or set DATABASE_URL for both.");
        }
    }

    private Path mark() {
        return cluster.resolve("lucid.namespace");
    }

    private static String own() throws IOException {
        var namespace = Path.of("/proc/self/ns/pid");
        return Files.isSymbolicLink(namespace)
                ? Files.readSymbolicLink(namespace).toString()
                : "";
    }
}
