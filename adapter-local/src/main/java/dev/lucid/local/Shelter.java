package dev.lucid.local;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What keeps commands in, or does not. Closed for ever. */
sealed interface Shelter permits Bubblewrap, Unconfined {
    /** How well, for a person. */
    Confinement confinement();

    /** Whose processes and files a session's are. */
    Tenant tenant(SessionId session);

    /** Where commands see the shown part of a sandbox's folder. */
    String doorsSeenAs(Path shown);

    /** What its sandboxes can do. */
    Set<SandboxAbility> abilities();

    /** What starts {@code shell} in a workspace; {@code relay} is the folder of a way to Lucid, if the session has one. */
    List<String> around(Path workspace, Doors doors, Tenant tenant, Optional<Path> relay, List<String> shell);

    /** All variables that commands get. */
    Map<String, String> environment(Path workspace, Doors doors);

    /** What marks the processes of a workspace's sandbox; empty where they are in a namespace of their own. */
    String mark(Path workspace);

    /** Limits how many processes the shell may have, or says nothing where a limit would count strangers' too. */
    String processLimit();

    /** The processes of a sandbox that was just started as {@code root}. */
    Population population(Process root, Path workspace) throws IOException;

    /** Kills what a server that is no more left running in a workspace. */
    void killLeftovers(Path workspace) throws IOException;

    /** The environment that both kinds share: programs, language, and nothing of the server's own. */
    static Map<String, String> environment(String home, String path) {
        return Map.of(
                "PATH", path,
                "HOME", home,
                "USER", "agent",
                "LOGNAME", "agent",
                "SHELL", "/bin/sh",
                "LANG", "C.UTF-8",
                "TERM", "dumb");
    }
}
