package dev.lucid.local;

import dev.lucid.local.ProcessTable.Entry;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The processes that come from one root, where no namespace holds them: its descendants, and all of a session that one of
 * them was ever seen in; never this server's own session. Who leaves its session and its parent between two looks, and forgets its environment, is lost.
 */
final class Kin implements Population {
    private static final long GONE_MILLIS = 5_000;

    private final Process root;
    private final String mark;
    private final int ownSession;
    private final Set<Integer> sessions = new HashSet<>();

    Kin(Process root, String mark) {
        this.root = root;
        this.mark = mark;
        this.ownSession = ProcessTable.HOST
                .entry((int) ProcessHandle.current().pid())
                .map(Entry::session)
                .orElseThrow();
    }

    @Override
    public List<Entry> entries() throws IOException {
        return within(ProcessTable.HOST.entries());
    }

    private synchronized List<Entry> within(List<Entry> all) {
        var known = new HashSet<Integer>();
        if (root.isAlive()) {
            known.add((int) root.pid());
        }
        for (boolean grown = true; grown; ) {
            grown = false;
            for (var entry : all) {
                boolean kin = known.contains(entry.parent()) || sessions.contains(entry.session());
                if (kin && entry.session() != ownSession) {
                    boolean another = known.add(entry.id());
                    boolean anotherSession = sessions.add(entry.session());
                    grown = grown || another || anotherSession;
                }
            }
        }
        var alive = all.stream().filter(entry -> known.contains(entry.id())).toList();
        sessions.retainAll(alive.stream().map(Entry::session).toList());

        return alive;
    }

    @Override
    public long memory(List<Entry> entries) {
        return entries.stream()
                .mapToLong(entry -> ProcessTable.HOST.proportional(entry.id()))
                .sum();
    }

    @Override
    public void kill() {
        try {
            Killing.untilNoneIsLeft(() -> entries().stream().map(Entry::id).toList());
            killMarked(mark);
        } catch (IOException e) {
            throw new PortFailure.Transient("Could not end the processes of the sandbox in " + mark, e);
        }
        Killing.await(root, GONE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Kills every process of this user whose environment has the mark. */
    static void killMarked(String mark) throws IOException {
        var variable = Unconfined.MARK + "=" + mark;
        Killing.untilNoneIsLeft(() -> ProcessTable.HOST.ids().stream()
                .filter(id -> id != ProcessHandle.current().pid())
                .filter(id -> ProcessTable.HOST
                        .read(id, "environ")
                        .filter(environ -> List.of(environ.split("\0")).contains(variable))
                        .isPresent())
                .toList());
    }
}
