package dev.lucid.local;

import dev.lucid.sandbox.SandboxProcess;
import java.io.IOException;
import java.util.List;

/** A sandbox that runs, and its processes as this machine sees them. */
record Watched(SandboxProcess sandbox, Population population) {
    /** Its processes; channels whose worker is not among them are closed. */
    List<ProcessTable.Entry> look() throws IOException {
        var before = sandbox.workers(); // a channel that opens meanwhile may have a worker that was not seen
        var entries = population.entries();
        before.forEach((channel, worker) -> {
            if (entries.stream().noneMatch(entry -> entry.id() == worker)) {
                channel.close();
            }
        });

        return entries;
    }

    /** Whether a process group is the sandbox's own shells, or none that can be killed. */
    boolean isOwnGroup(int group, List<ProcessTable.Entry> entries) {
        var workers = sandbox.workers();

        return group <= 1
                || entries.stream().anyMatch(entry -> entry.group() == group && workers.containsValue(entry.id()));
    }
}
