package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.BranchName;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.egress.AddressPolicy;
import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.egress.EgressProxy;
import dev.lucid.egress.NameResolver;
import dev.lucid.egress.ProxyCredential;
import dev.lucid.egress.ProxyLimits;
import dev.lucid.githost.GitPrograms;
import dev.lucid.githost.GitRepositories;
import dev.lucid.githost.GitSettings;
import dev.lucid.githost.ProxiedGitTraffic;
import dev.lucid.githost.Reach;
import dev.lucid.githost.TrafficLimits;
import dev.lucid.githost.WayOut;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.CloneRequest;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.port.change.Repositories.PushRequest;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import dev.lucid.testkit.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real git, through the real proxy, to a real server of repositories: the two ways out as they meet in the program. */
@Timeout(120)
class GitThroughEgressTest {
    private static final BranchName BRANCH = new BranchName("lucid/sum-1a2b3c4d");
    private static final SandboxSpec SESSION =
            new SandboxSpec(new UserId(new UUID(1, 1)), new SessionId(new UUID(2, 2)));

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private FailingTestRepository project;
    private GitServer server;

    @BeforeEach
    void setUp() throws IOException {
        project = FailingTestRepository.in(folder);
        server = keep(GitServer.plain(folder));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aListedServerIsClonedFromAndPushedTo() throws IOException {
        var repositories = repositories(server.host());
        String address = server.url("/origin.git");

        assertThat(clone(repositories, address)).isInstanceOfSatisfying(CloneOutcome.Cloned.class, cloned -> {
            var pushed = repositories.push(
                    new PushRequest(
                            SESSION,
                            repository(address),
                            BRANCH,
                            cloned.base(),
                            bundle(cloned.base()),
                            Optional.empty()),
                    new RaisableStop());
            assertThat(pushed).isInstanceOf(PushOutcome.Pushed.class);
        });
        assertThat(project.branches()).containsExactlyInAnyOrder(BRANCH.value(), "main");
    }

    @Test
    void aGitWithoutACredentialReadsFromAListedServerAlone() throws IOException {
        assertThat(traffic(server.host())).startsWith("200 ").contains("refs/heads/main");
        int asked = server.requests().size();

        assertThat(traffic("")).startsWith("502 ").contains("refuses access");
        assertThat(server.requests()).hasSize(asked);
    }

    private String traffic(String listed) throws IOException {
        try (var traffic =
                new ProxiedGitTraffic(GitThroughEgressTest::programs, settings(listed), TrafficLimits.standard())) {
            var answer = traffic.answer(
                    new GitTraffic.Remote(SESSION, server.url("/origin.git"), Optional.empty()),
                    new GitTraffic.Request(
                            "GET", "/info/refs", "service=git-upload-pack", Map.of(), InputStream.nullInputStream()),
                    new RaisableStop());
            try (InputStream body = answer.body()) {
                return answer.status() + " " + new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    @Test
    void aServerThatNobodyListedIsNotSpokenTo() throws IOException {
        assertThat(refusal(clone(repositories(""), server.url("/origin.git")))).contains("refuses access");
        assertThat(refusal(clone(
                        repositories("localhost:1"), server.url("/origin.git").replace("http", "https"))))
                .contains("its address is not public");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aRedirectLeadsToNoServerThatNobodyListed() throws IOException {
        var secret = keep(GitServer.plain(folder));
        server.redirect("/moved.git", secret.url("/origin.git"));

        assertThat(refusal(clone(repositories(server.host()), server.url("/moved.git"))))
                .contains("/moved.git");
        assertThat(secret.requests()).isEmpty();
    }

    @Test
    void aTunnelReachesAServerWhoseCertificateStillCounts() throws Exception {
        var secure = keep(GitServer.tls(folder, TestCertificate.forLocalhost(folder)));

        assertThat(refusal(clone(repositories(secure.host()), secure.url("/origin.git"))))
                .contains("certificate");
        assertThat(secure.requests()).isEmpty();
    }

    private GitRepositories repositories(String listed) throws IOException {
        return new GitRepositories(GitThroughEgressTest::programs, settings(listed), _ -> workspace());
    }

    private static GitPrograms programs() {
        return GitPrograms.find(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    private GitSettings settings(String listed) throws IOException {
        var credential = ProxyCredential.random(new SecureRandom());
        var proxy = keep(EgressProxy.start(
                new AddressPolicy(AllowedPrivateHosts.parse(listed)),
                NameResolver.system(),
                credential,
                ProxyLimits.standard()));
        var way = new WayOut(
                proxy.address().getHostString(), proxy.address().getPort(), credential.user(), credential.password());
        return new GitSettings(folder.resolve("own"), Reach.WEB_ONLY, way);
    }

    private Path workspace() {
        return folder.resolve("workspace");
    }

    private static CloneOutcome clone(GitRepositories repositories, String address) {
        return repositories.clone(
                new CloneRequest(SESSION, new ChatId(new UUID(3, 3)), repository(address), BRANCH, Optional.empty()),
                _ -> {},
                new RaisableStop());
    }

    private static RepositoryRef repository(String address) {
        return new RepositoryRef(address, Optional.empty(), Author.LUCID);
    }

    /** A commit and its bundle, as a sandbox would hand it over. */
    private byte[] bundle(String base) {
        try {
            Files.writeString(workspace().resolve("new"), "new");
            project.git(workspace(), "add", "-A");
            project.git(workspace(), "commit", "--quiet", "-m", "New");
            project.git(workspace(), "bundle", "create", "--quiet", "../handed", "refs/heads/" + BRANCH, "^" + base);
            return Files.readAllBytes(folder.resolve("handed"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String refusal(CloneOutcome outcome) {
        assertThat(outcome).isInstanceOf(CloneOutcome.Refused.class);
        return ((CloneOutcome.Refused) outcome).message();
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }
}
