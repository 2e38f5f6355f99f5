package dev.lucid.githost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHubBuilder;

/** The fake GitHub is understood by a client that others wrote for the real one. */
@Timeout(60)
class FakeGitHubTest {
    @Test
    void aClientOfOthersUnderstandsTheFake() throws IOException {
        try (var hosts = new FakeHosts()) {
            hosts.data.account("token", "octocat");
            IntStream.range(0, 120).forEach(n -> hosts.data.repository("o", "r" + n, false, Optional.empty(), "main"));
            hosts.data.repository("octocat", "hello", true, Optional.of("Says hello"), "main", "lucid/x");
            var github = new GitHubBuilder()
                    .withEndpoint(hosts.github().toString())
                    .withOAuthToken("token")
                    .build();

            assertThat(github.getMyself().getLogin()).isEqualTo("octocat");
            assertThat(github.getMyself().listRepositories(100).toList())
                    .hasSize(121)
                    .last()
                    .extracting(GHRepository::getFullName, GHRepository::isPrivate, GHRepository::getDescription)
                    .containsExactly("octocat/hello", true, "Says hello");
            var repository = github.getRepository("octocat/hello");
            assertThat(repository.getBranches()).containsOnlyKeys("main", "lucid/x");
            var made = repository.createPullRequest("Add it", "lucid/x", "main", "Why");
            assertThat(made.getNumber()).isEqualTo(1);
            assertThat(repository
                            .queryPullRequests()
                            .state(GHIssueState.OPEN)
                            .head("octocat:lucid/x")
                            .list()
                            .toList())
                    .singleElement()
                    .satisfies(open -> assertThat(open.getTitle()).isEqualTo("Add it"));
        }
    }
}
