package dev.lucid.application.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemoryIntegrations;
import dev.lucid.port.integration.ConnectHosts.Answer;
import dev.lucid.port.integration.ConnectHosts.Command;
import dev.lucid.port.integration.ConnectHosts.Opening;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HostConnectingTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Secret TOKEN = new Secret("token-of-octocat");
    private static final Optional<String> OWN = Optional.of("https://git.example.com/code");

    private final InMemoryIntegrations integrations = new InMemoryIntegrations();
    private final InMemoryGitHosts hosts = new InMemoryGitHosts();
    private final HostConnecting connecting =
            new HostConnecting(integrations, hosts, new Ids(new SplittableRandom(1)), () -> NOW);

    @Test
    void aTokenIsKeptWithTheNameThatItsHostGives() {
        account(GitProvider.GITHUB, Optional.empty());
        account(GitProvider.GITLAB, Optional.empty());

        var gitHub = given(connect(GitProvider.GITHUB, Optional.empty()));
        var gitLab = given(connect(GitProvider.GITLAB, Optional.empty()));

        assertThat(gitHub)
                .isEqualTo(new Integration(
                        gitHub.id(),
                        UserId.LOCAL,
                        GitProvider.GITHUB,
                        "octocat",
                        "octocat (github)",
                        "repo,workflow",
                        Optional.empty(),
                        NOW));
        assertThat(gitLab.label()).isEqualTo("octocat (gitlab)");
        assertThat(gitLab.scopes()).isEqualTo("api,read_repository,write_repository");
        assertThat(connecting.list(UserId.LOCAL)).containsExactlyInAnyOrder(gitHub, gitLab);
        assertThat(integrations
                        .find(UserId.LOCAL, GitProvider.GITHUB)
                        .orElseThrow()
                        .token())
                .isEqualTo(TOKEN);
    }

    @Test
    void aTokenThatItsHostDoesNotTakeIsNotKept() {
        assertThat(connect(GitProvider.GITHUB, Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.why().reason()).isEqualTo(Reason.UNAUTHORIZED));

        assertThat(connecting.list(UserId.LOCAL)).isEmpty();
    }

    @Test
    void aHostOfSomebodysOwnIsKeptWithoutASlashAtItsEndAndThePublicOneIsNone() {
        account(GitProvider.GITLAB, OWN);
        account(GitProvider.GITLAB, Optional.empty());

        assertThat(given(connect(GitProvider.GITLAB, OWN.map(host -> host + "/")))
                        .host())
                .isEqualTo(OWN);
        for (var known : List.of("https://gitlab.com", "https://gitlab.com/", "https://GitLab.com", " ", "")) {
            assertThat(given(connect(GitProvider.GITLAB, Optional.of(known))).host())
                    .isEmpty();
        }
    }

    @Test
    void clientsNameGitLabsHostForGitHubTooAndItIsNotAskedThere() {
        account(GitProvider.GITHUB, Optional.empty());

        assertThat(given(connect(GitProvider.GITHUB, Optional.of("https://gitlab.com")))
                        .host())
                .isEmpty();
    }

    @Test
    void whatTheUserHasNotConnectedIsSaidSo() {
        var opening = opening(GitProvider.GITLAB, Optional.empty());

        assertThat(connecting.repositories(UserId.LOCAL, GitProvider.GITLAB)).isInstanceOf(Answer.NotConnected.class);
        assertThat(connecting.branches(UserId.LOCAL, GitProvider.GITLAB, "https://gitlab.com/o/r"))
                .isInstanceOf(Answer.NotConnected.class);
        assertThat(connecting.open(opening)).isInstanceOf(Answer.NotConnected.class);
        assertThat(connecting.disconnect(UserId.LOCAL, GitProvider.GITLAB)).isFalse();
    }

    @Test
    void whatTheHostHasIsSeenUntilItIsDisconnected() {
        var garden = garden(account(GitProvider.GITHUB, Optional.empty()));
        connect(GitProvider.GITHUB, Optional.empty());

        assertThat(given(connecting.repositories(UserId.LOCAL, GitProvider.GITHUB)))
                .containsExactly(garden);
        assertThat(given(connecting.branches(UserId.LOCAL, GitProvider.GITHUB, garden.url())))
                .containsExactly("main", "lucid/work");
        assertThat(connecting.disconnect(UserId.LOCAL, GitProvider.GITHUB)).isTrue();
        assertThat(connecting.repositories(UserId.LOCAL, GitProvider.GITHUB)).isInstanceOf(Answer.NotConnected.class);
    }

    @Test
    void aStrangersIntegrationsAreNobodyElses() {
        account(GitProvider.GITHUB, Optional.empty());
        connect(GitProvider.GITHUB, Optional.empty());
        var stranger = UserId.ofSubject("stranger");

        assertThat(connecting.list(stranger)).isEmpty();
        assertThat(connecting.repositories(stranger, GitProvider.GITHUB)).isInstanceOf(Answer.NotConnected.class);
        assertThat(connecting.disconnect(stranger, GitProvider.GITHUB)).isFalse();
    }

    @Test
    void aRequestIsOpenedAtTheIntegrationsOwnHostHoweverThatIsWritten() {
        var own = account(GitProvider.GITLAB, OWN);
        garden(own);
        connect(GitProvider.GITLAB, OWN);

        given(connecting.open(opening(GitProvider.GITLAB, Optional.empty())));
        for (var same : List.of("https://git.example.com/code/", "HTTPS://Git.Example.com/code", "")) {
            given(connecting.open(opening(GitProvider.GITLAB, Optional.of(same))));
        }

        assertThat(hosts.opened(own)).hasSize(1);
    }

    @Test
    void theTokenOfSomebodysOwnHostIsNotShownToThePublicOneThatClientsNameByDefault() {
        var own = account(GitProvider.GITLAB, OWN);
        var shared = account(GitProvider.GITLAB, Optional.empty());
        garden(own);
        garden(shared);
        connect(GitProvider.GITLAB, OWN);

        given(connecting.open(opening(GitProvider.GITLAB, Optional.of("https://gitlab.com/"))));

        assertThat(hosts.opened(own)).hasSize(1);
        assertThat(hosts.opened(shared)).isEmpty();
    }

    @Test
    void aTokenIsShownToNoOtherHostThatARequestNames() {
        var shared = account(GitProvider.GITLAB, Optional.empty());
        var own = account(GitProvider.GITLAB, OWN);
        garden(shared);
        garden(own);
        connect(GitProvider.GITLAB, Optional.empty());
        refused(OWN);
        connect(GitProvider.GITLAB, OWN);
        refused(Optional.of("https://git.example.com/Code"));
        refused(Optional.of("http://git.example.com/code"));
        refused(Optional.of("no address"));

        assertThat(hosts.opened(shared)).isEmpty();
        assertThat(hosts.opened(own)).isEmpty();
    }

    private void refused(Optional<String> host) {
        assertThat(connecting.open(opening(GitProvider.GITLAB, host)))
                .isInstanceOfSatisfying(Answer.Failed.class, failed -> {
                    assertThat(failed.why().reason()).isEqualTo(Reason.BAD_ADDRESS);
                    assertThat(failed.why().message()).contains("connect the integration again with that address");
                });
    }

    private Answer<Integration> connect(GitProvider provider, Optional<String> host) {
        return connecting.connect(new Command(UserId.LOCAL, provider, TOKEN, host));
    }

    private HostAccess account(GitProvider provider, Optional<String> host) {
        var access = new HostAccess(provider, host, TOKEN);
        hosts.account(access, "octocat");

        return access;
    }

    private HostedRepository garden(HostAccess access) {
        var url = "https://host.example/octocat/garden";
        var garden = new HostedRepository(
                "garden", "octocat/garden", url, url + ".git", "main", true, Optional.of("Tomatoes"));
        hosts.put(access, garden, List.of("main", "lucid/work"));

        return garden;
    }

    private static Opening opening(GitProvider provider, Optional<String> host) {
        return new Opening(
                UserId.LOCAL,
                provider,
                host,
                new PullRequestDraft("https://host.example/octocat/garden", "lucid/work", "main", "Water", ""));
    }

    private static <T> T given(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Given.class);

        return ((Answer.Given<T>) answer).value();
    }
}
