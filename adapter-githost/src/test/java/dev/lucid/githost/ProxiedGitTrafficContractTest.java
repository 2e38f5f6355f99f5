package dev.lucid.githost;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.testkit.GitTrafficContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxiedGitTrafficContractTest implements GitTrafficContract {
    private GitHttpServer server;
    private Bench bench;
    private TestGit origin;
    private ProxiedGitTraffic traffic;

    @BeforeAll
    void setUp(@TempDir Path folder) throws IOException {
        server = new GitHttpServer(folder);
        server.protectWith("a-token");
        bench = new Bench(folder, new GitSettings(folder.resolve("own"), Reach.WEB_ONLY, server.wayOut()));
        origin = bench.origin();
        traffic = new ProxiedGitTraffic(Bench::programs, bench.settings, TrafficLimits.standard());
    }

    @AfterAll
    void close() {
        traffic.close();
        server.close();
    }

    @Override
    public GitTraffic traffic() {
        return traffic;
    }

    @Override
    public GitTraffic.Remote remote() {
        return new GitTraffic.Remote(
                bench.session, "http://git.test/private/origin.git", Optional.of(new Secret("a-token")));
    }

    @Override
    public Set<String> branchesAtOrigin() {
        return origin.branches().keySet().stream()
                .map(name -> name.replaceFirst("^refs/heads/", ""))
                .collect(Collectors.toSet());
    }
}
