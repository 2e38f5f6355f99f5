package dev.lucid.port.workspace;

/** Somebody has the disk swept: what is nobody's any more goes, and what nobody has touched for long. */
public interface SweepRemains {
    /** Sweeps once, a bounded piece of work. What can't be removed now stays for a later time. */
    Swept sweep();

    /**
     * What came of it.
     *
     * @param ended sessions of idle chats that were asked to end: whoever runs the chat removes what they have
     * @param cleared sessions that no chat has any more, of which nothing is left now
     */
    record Swept(int ended, int cleared) {}
}
