package dev.lucid.local;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands as plain processes of this machine, in sessions of their own and with an environment of their own. */
record Unconfined(String reason, String path, AllowedHosts hosts) implements Shelter {
    static final String MARK = "LUCID_SANDBOX";

    @Override
    public Confinement confinement() {
        return new Confinement(
                false,
                "Commands run unconfined, " + reason
                        + ": they can read and change whatever you can on this machine, and reach the network"
                        + (hosts.isEmpty() ? "." : ", all of it: nothing keeps them to " + hosts + "."));
    }

    @Override
    public Tenant tenant(SessionId session) {
        return new Tenant.Same();
    }

    @Override
    public String doorsSeenAs(Path shown) {
        return shown.toString();
    }

    /** No relay: there is no loopback that is a sandbox's own, and the network is there anyway. */
    @Override
    public Set<SandboxAbility> abilities() {
        return Set.of(SandboxAbility.MEMORY_LIMIT);
    }

    @Override
    public List<String> around(Path workspace, Doors doors, Tenant tenant, Optional<Path> relay, List<String> shell) {
        return shell;
    }

    @Override
    public Map<String, String> environment(Path workspace, Doors doors) {
        var environment = new HashMap<>(Shelter.environment(doors.home().toString(), path));
        environment.put(MARK, mark(workspace));

        return environment;
    }

    @Override
    public String mark(Path workspace) {
        return workspace.toString();
    }

    @Override
    public String processLimit() {
        return "";
    }

    @Override
    public Population population(Process root, Path workspace) {
        return new Kin(root, mark(workspace));
    }

    @Override
    public void killLeftovers(Path workspace) throws IOException {
        Kin.killMarked(mark(workspace));
    }
}
