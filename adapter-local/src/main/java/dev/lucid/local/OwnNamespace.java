package dev.lucid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The processes of a pid namespace, seen through its own {@code /proc}. They end with its first process. */
record OwnNamespace(Process root, ProcessHandle first, ProcessTable table) implements Population {
    private static final long GONE_MILLIS = 5_000;
    private static final int TRIES = 2_000;

    /** That of a bubblewrap which is starting: its one child is the namespace's first process. */
    static OwnNamespace of(Process root) throws IOException {
        for (int tries = 0; tries < TRIES && root.isAlive(); tries++) {
            var first = firstChild(root);
            if (first.isPresent()) {
                return new OwnNamespace(
                        root,
                        first.get(),
                        new ProcessTable(
                                Path.of("/proc", Long.toString(first.get().pid()), "root", "proc")));
            }
            Killing.pause();
        }

        throw new IOException("it ended at once");
    }

    /** Looking through all processes would find it too, but they may be many. */
    private static Optional<ProcessHandle> firstChild(Process root) {
        var id = Long.toString(root.pid());
        try {
            var children = Files.readString(Path.of("/proc", id, "task", id, "children"));

            return children.isBlank()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(children.strip().replaceFirst(" .*", "")));
        } catch (IOException _) {
            return root.children().findFirst();
        }
    }

    @Override
    public List<ProcessTable.Entry> entries() throws IOException {
        return table.entries();
    }

    @Override
    public long memory(List<ProcessTable.Entry> entries) {
        return entries.stream()
                .mapToLong(entry -> table.proportional(entry.id()))
                .sum();
    }

    @Override
    public void kill() {
        first.destroyForcibly();
        Killing.await(root, GONE_MILLIS, TimeUnit.MILLISECONDS);
        root.destroyForcibly();
        Killing.await(root, GONE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
