package dev.lucid.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.testkit.GitHostsContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryGitHostsTest implements GitHostsContract {
    private final InMemoryGitHosts memory = new InMemoryGitHosts();

    @Override
    public GitHosts hosts() {
        return memory;
    }

    @Override
    public FurnishedHost host(GitProvider provider, String username) {
        var access = new HostAccess(provider, Optional.empty(), new Secret("token-of-" + username));
        memory.account(access, username);

        return new FurnishedHost() {
            @Override
            public HostAccess access() {
                return access;
            }

            @Override
            public void put(HostedRepository repository, List<String> branches) {
                memory.put(access, repository, branches);
            }
        };
    }

    @Test
    void withoutAnAccountThereIsNoPlaceForARepository() {
        var access = new HostAccess(GitProvider.GITHUB, Optional.empty(), new Secret("nobodys"));
        var repository = new HostedRepository(
                "r", "o/r", "https://github.com/o/r", "https://github.com/o/r.git", "main", false, Optional.empty());

        assertThatThrownBy(() -> memory.put(access, repository, List.of("main")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no account");
        assertThat(memory.home(GitProvider.GITLAB)).isEqualTo("https://gitlab.com");
    }
}
