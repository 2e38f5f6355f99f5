package dev.lucid.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.UserId;
import dev.lucid.egress.AddressPolicy;
import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.egress.OutletLimits;
import dev.lucid.egress.SandboxOutlets;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.LoopbackSite;
import dev.lucid.testkit.Ran;
import dev.lucid.testkit.SandboxOutletContract;
import dev.lucid.testkit.SandboxUnderTest;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands in containers reach the hosts that are named, and no other. */
@Timeout(120)
class DockerOutletTest implements SandboxOutletContract {
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
        subjects = new Subjects(workspaces, hosts);
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

    @Test
    void aPlainToolReadsTheEnvironmentAndIsToldOfARefusal() {
        var spec = SandboxUnderTest.newSession();
        try (var _ = wayOut(spec);
                var sandbox = sandboxes().open(spec)) {
            assertThat(Ran.outputOf(sandbox, "wget -q -O - http://" + NAME + ":" + site.port() + "/tool"))
                    .startsWith("asked for /tool at ");
            assertThat(Ran.in(sandbox, "wget -O - http://other.test/").output()).contains("403");
        }
    }

    @Test
    void aContainerThatHasWaitedForItsSessionReachesThemToo() {
        var hosts = AllowedHosts.parse(NAME + ":" + site.port());
        var one = new PoolConfig(1, Optional.empty());
        try (var waiting = new DockerSandboxes(Subjects.config(workspaces()), hosts, one)) {
            var session =
                    await().atMost(Duration.ofSeconds(60)).until(() -> waiting.take(UserId.LOCAL), Optional::isPresent);
            var spec = new SandboxSpec(UserId.LOCAL, session.orElseThrow());
            try (var _ = wayOut(spec);
                    var sandbox = waiting.open(spec)) {
                assertThat(Ran.outputOf(sandbox, "wget -q -O - http://" + NAME + ":" + site.port() + "/warm"))
                        .startsWith("asked for /warm at ");
            }
        }
    }
}
