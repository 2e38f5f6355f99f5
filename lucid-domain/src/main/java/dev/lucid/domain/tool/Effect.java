package dev.lucid.domain.tool;

/** What running a tool does to the world. Closed for ever: a tool either may be repeated or it may not. */
public enum Effect {
    /** Changes nothing, so it may run again after a crash. */
    READS,
    /** May change something, so it never runs again unless somebody decides so knowingly. */
    WRITES
}
