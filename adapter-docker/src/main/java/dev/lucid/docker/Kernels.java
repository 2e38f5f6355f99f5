package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pipes work between processes of one kernel alone: this program's and the engine's must be the same. */
final class Kernels {
    private static final Path OURS = Path.of("/proc/sys/kernel/osrelease");

    private Kernels() {}

    /** Refuses an engine whose containers run on another kernel than this program. */
    static void refuseOther(String engine, String theirs) {
        String ours;
        try {
            ours = Files.readString(OURS).strip();
        } catch (IOException _) {
            // then a trial will tell
            return;
        }
        if (!theirs.isEmpty() && !theirs.equals(ours)) {
            throw new PortFailure.Permanent(
                    "The Docker engine at " + engine + " runs in a virtual machine or on another"
                            + " computer: its kernel is " + theirs + ", this one is " + ours
                            + ". Lucid needs an engine beside it:"
                            + " run Lucid where the engine is, or name a local engine's socket in DOCKER_HOST.");
        }
    }
}
