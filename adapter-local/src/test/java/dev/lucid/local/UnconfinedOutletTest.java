package dev.lucid.local;

import dev.lucid.egress.AddressPolicy;
import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.egress.OutletLimits;
import dev.lucid.egress.SandboxOutlets;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.LoopbackSite;
import dev.lucid.testkit.SandboxOutletContract;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing keeps unconfined commands to the hosts that are named, and they are told of no proxy. */
@Timeout(120)
class UnconfinedOutletTest implements SandboxOutletContract {
    @TempDir
    static Path base;

    private static LoopbackSite site;
    private static Subjects subjects;
    private static SandboxOutlets outlets;

    @BeforeAll
    static void make() {
        site = new LoopbackSite();
        var workspaces = base.resolve("workspaces");
        var hosts = AllowedHosts.parse(NAME + ":" + site.port());
        subjects = new Subjects(workspaces, false, hosts);
        outlets = new SandboxOutlets(
                workspaces.resolve(Relays.FOLDER),
                hosts,
                new AddressPolicy(AllowedPrivateHosts.parse("127.0.0.1:" + site.port())),
                _ -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                OutletLimits.standard(),
                InstantSource.system());
    }

    @AfterAll
    static void close() {
        subjects.close();
        outlets.close();
        site.close();
    }

    @Override
    public LoopbackSite site() {
        return site;
    }

    @Override
    public SandboxOutlets.Way wayOut(SandboxSpec session) {
        return outlets.open(session);
    }

    @Override
    public Sandboxes sandboxes() {
        return subjects.first();
    }

    @Override
    public Sandboxes othersOnTheSameWorkspaces() {
        return subjects.another();
    }

    @Override
    public Path workspaces() {
        return base.resolve("workspaces");
    }

    @Override
    public Set<SandboxAbility> lacks() {
        return Set.of(SandboxAbility.RELAY);
    }

    @Override
    public boolean confines() {
        return false;
    }
}
