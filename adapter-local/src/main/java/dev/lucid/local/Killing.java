package dev.lucid.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends processes for good. */
final class Killing {
    private static final int ROUNDS = 500;
    private static final long ROUND_MILLIS = 5;
    private static final long GONE_SECONDS = 5;

    private Killing() {}

    /** Finds processes. */
    interface Search {
        List<Integer> find() throws IOException;
    }

    /** Kills what the search finds, until it finds nothing: what is killed may have started another one just before. */
    static void untilNoneIsLeft(Search search) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            var found = search.find();
            if (found.isEmpty()) {
                return;
            }
            found.forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
            if (!pause()) {
                return;
            }
        }

        throw new IOException("processes of the sandbox do not end although they were killed");
    }

    /** Kills a process that is starting, and its children: a bubblewrap's child does not always hear of its end. */
    static void wholeFamily(Process process) {
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await(process, GONE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until the process has ended, for so long at most; an interrupt is kept and ends the waiting. */
    static void await(Process process, long time, TimeUnit unit) {
        try {
            process.waitFor(time, unit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment; says whether to go on. */
    static boolean pause() {
        try {
            Thread.sleep(ROUND_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
