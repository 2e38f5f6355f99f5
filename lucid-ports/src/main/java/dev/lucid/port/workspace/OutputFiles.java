package dev.lucid.port.workspace;

import dev.lucid.domain.tool.CallId;

/**
 * Keeps the whole output of commands whose output is too long for the log, beside the workspaces and out of the agent's
 * reach, until the session is discarded. Safe for many threads.
 */
public interface OutputFiles {
    /** A file for one call's output, made when the first text comes, in place of one that an earlier try left. */
    OutputFile open(SandboxSpec spec, CallId call);

    /**
     * Removes what is kept of a session, if there is anything. Nothing of it may be open in this process. For the end of a
     * session or of its chat.
     */
    void discard(SandboxSpec session);

    /** One call's output. Not safe for several threads. */
    interface OutputFile extends AutoCloseable {
        void append(String text);

        /** Leaves the file in place. */
        @Override
        void close();
    }
}
