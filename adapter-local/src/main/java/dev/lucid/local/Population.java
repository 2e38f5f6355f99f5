package dev.lucid.local;

import java.io.IOException;
import java.util.List;

/** The processes of one sandbox. Safe for many threads. */
interface Population {
    /** All of them, with ids as the sandbox's own shell counts them. */
    List<ProcessTable.Entry> entries() throws IOException;

    /** What they hold together in bytes; shared pages count once. Costs more than the entries. */
    long memory(List<ProcessTable.Entry> entries);

    /** Kills all of them and returns when they are gone, or after a while. */
    void kill();
}
