package dev.lucid.cli;

/** Who runs a chat now, seen from this data directory. Closed for ever. */
public enum Runner {
    /** A process on this data directory. */
    HERE,
    /** A process that shares the database alone. */
    ELSEWHERE,
    NOBODY
}
