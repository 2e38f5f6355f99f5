package dev.lucid.domain.workspace;

/** How a command came to its end. Closed for ever. */
public sealed interface CommandEnd {
    /** By itself, or by a signal that it did not catch (then 128 and the signal's number, as a shell says it). */
    record Exited(int code) implements CommandEnd {}

    /** Killed with its process group, as its time was up. */
    record TimedOut() implements CommandEnd {}

    /** Killed with its process group, as somebody asked for it. */
    record Stopped() implements CommandEnd {}

    /** Killed with its process group, as it used more memory than it may. */
    record OutOfMemory() implements CommandEnd {}
}
