package dev.lucid.port.workspace;

import java.util.List;

/**
 * What sessions have on this machine outside the log: workspaces, kept outputs, copies of repositories, ways in. For whoever
 * looks for what is nobody's any more. Safe for many threads and several processes.
 */
public interface Remains {
    /**
     * Sessions of which anything lies here, each once. Where something does not tell whose it is, the session is given as
     * {@link dev.lucid.domain.identity.UserId#LOCAL}'s. What comes or goes meanwhile may be among them or not.
     */
    List<SandboxSpec> sessions();

    /** Does it, unless somebody else is at it now, in this process or in another one that has the same; says whether. */
    boolean alone(Runnable work);
}
