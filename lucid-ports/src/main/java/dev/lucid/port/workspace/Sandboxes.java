package dev.lucid.port.workspace;

import java.util.Set;

/**
 * Isolated places for agents to work in. A sandbox may vanish between two calls, its workspace does not: opening the
 * same session again gives it back. Two processes may not open the same session at once; the chat's lease sees to that.
 * Safe for many threads.
 */
public interface Sandboxes {
    /** Makes the session's sandbox and its workspace, or opens them again. Kills what an earlier owner left running. */
    Sandbox open(SandboxSpec spec);

    /** Removes the session's sandbox and workspace, if there are any. The session must be closed in this process. */
    void discard(SandboxSpec spec);

    /** Removes nothing; tells what these sandboxes can do. */
    Set<SandboxAbility> abilities();

    /** How well commands are confined, in plain words for a person. */
    Confinement confinement();
}
