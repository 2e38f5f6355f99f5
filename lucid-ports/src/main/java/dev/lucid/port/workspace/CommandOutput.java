package dev.lucid.port.workspace;

/** Takes a command's output, standard output and error together, piece by piece. Called by one thread at a time. */
@FunctionalInterface
public interface CommandOutput {
    /** Some more text, never empty, bytes that are no UTF-8 replaced. May block: then the command waits. */
    void text(String piece);
}
