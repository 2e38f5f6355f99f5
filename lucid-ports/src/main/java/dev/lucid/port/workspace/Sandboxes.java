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

    /**
     * Removes the session's sandbox and workspace, if there are any. The session must be closed in this process. For the
     * end of a session or of its chat, when somebody deletes it.
     */
    void discard(SandboxSpec spec);

    /**
     * What these sandboxes can do. For whoever is about to ask for it: what is not among them is refused with its reason,
     * or not promised. The contract holds them to it, both ways.
     */
    Set<SandboxAbility> abilities();

    /** How well commands are confined, in plain words for a person. */
    Confinement confinement();
}
