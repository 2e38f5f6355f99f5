package dev.lucid.port.workspace;

import dev.lucid.domain.tool.CallId;

/**
 * Keeps the whole output of commands whose output is too long for the log, beside the workspaces and out of the agent's
 * reach, for as long as the chat is kept. Safe for many threads.
 */
public interface OutputFiles {
    /** A file for one call's output, made when the first text comes, in place of one that an earlier try left. */
    OutputFile open(SandboxSpec spec, CallId call);

    /** One call's output. Not safe for several threads. */
    interface OutputFile extends AutoCloseable {
        void append(String text);

        /** Leaves the file in place. */
        @Override
        void close();
    }
}
