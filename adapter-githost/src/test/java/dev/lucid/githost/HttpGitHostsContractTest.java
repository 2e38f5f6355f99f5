package dev.lucid.githost;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.testkit.GitHostsContract;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpGitHostsContractTest implements GitHostsContract {
    private FakeHosts github;
    private FakeHosts gitlab;
    private HttpGitHosts hosts;

    @BeforeEach
    void setUp() throws IOException {
        github = new FakeHosts();
        gitlab = new FakeHosts();
        hosts = new HttpGitHosts(
                new HostSettings(
                        github.github(),
                        gitlab.gitlab(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        1024 * 1024,
                        10),
                () -> FakeHosts.NO_WAY,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        hosts.close();
        github.close();
        gitlab.close();
    }

    @Override
    public GitHosts hosts() {
        return hosts;
    }

    @Override
    public FurnishedHost host(GitProvider provider, String username) {
        FakeHosts fake = switch (provider) {
            case GITHUB -> github;
            case GITLAB -> gitlab;
        };
        fake.data.account("token-of-" + username, username);

        return new Furnished(fake, new HostAccess(provider, Optional.empty(), new Secret("token-of-" + username)));
    }

    private record Furnished(FakeHosts fake, HostAccess access) implements FurnishedHost {
        @Override
        public void put(HostedRepository repository, List<String> branches) {
            String owner =
                    repository.fullName().substring(0, repository.fullName().indexOf('/'));
            fake.data.repository(
                    owner,
                    repository.name(),
                    repository.isPrivate(),
                    repository.description(),
                    branches.toArray(String[]::new));
        }
    }
}
