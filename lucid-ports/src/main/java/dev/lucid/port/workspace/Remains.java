package dev.lucid.port.workspace;

import java.util.List;
import java.util.UUID;

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

    /**
     * Notes that sessions of that store may lie here from now on, beside those of all that were noted before; where something
     * lies and no store is noted, that too. Doing it again does no harm.
     */
    void note(UUID store);

    /**
     * Where another store's sessions may lie, in words for whoever can look: one for each place whose note names others than
     * that store, or nobody although something lies there. None where all is that store's.
     */
    List<String> doubts(UUID store);

    /** Does it, unless somebody else is at it now, in this process or in another one that has the same; says whether. */
    boolean alone(Runnable work);
}
