package dev.lucid.githost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Given;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpGitHostsTest {
    private static final Secret TOKEN = new Secret("ghp_a1b2c3d4e5f6");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final HostAccess GITHUB = new HostAccess(GitProvider.GITHUB, Optional.empty(), TOKEN);
    private static final HostAccess GITLAB = new HostAccess(GitProvider.GITLAB, Optional.empty(), TOKEN);
    private static final HostAccess NAMED = new HostAccess(
            GitProvider.GITLAB, Optional.of(FakeHosts.namedGitlab().toString()), TOKEN);

    private FakeHosts hosts;
    private HttpGitHosts git;

    @BeforeEach
    void setUp() throws IOException {
        hosts = new FakeHosts();
        hosts.data.account(TOKEN.reveal(), "octocat");
        git = git(Duration.ofSeconds(10));
    }

    private HttpGitHosts git(Duration askLimit) {
        return new HttpGitHosts(
                new HostSettings(hosts.github(), hosts.gitlab(), askLimit, Duration.ofSeconds(20), 1024 * 1024, 5),
                hosts::wayOut,
                InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        git.close();
        hosts.close();
    }

    @Test
    void githubIsAskedInItsOwnWords() {
        assertThat(git.username(GITHUB)).isEqualTo(new Given<>("octocat"));

        var asked = hosts.asked.getFirst();
        assertThat(asked.line()).isEqualTo("GET /api/v3/user");
        assertThat(asked.headers())
                .containsEntry("authorization", "Bearer " + TOKEN.reveal())
                .containsEntry("accept", "application/vnd.github.v3+json")
                .containsEntry("x-github-api-version", "2022-11-28")
                .doesNotContainKey("proxy-authorization");
    }

    @Test
    void gitlabIsAskedInItsOwnWords() {
        assertThat(git.username(GITLAB)).isEqualTo(new Given<>("octocat"));

        var asked = hosts.asked.getFirst();
        assertThat(asked.line()).isEqualTo("GET /api/v4/user");
        assertThat(asked.headers())
                .containsEntry("private-token", TOKEN.reveal())
                .doesNotContainKeys("authorization", "proxy-authorization");
    }

    @Test
    void aHostThatAUserNamesIsAskedThroughTheWayOut() {
        assertThat(git.username(NAMED)).isEqualTo(new Given<>("octocat"));

        assertThat(hosts.asked.getFirst().address()).hasToString("http://gitlab.test/api/v4/user");
    }

    @Test
    void theOperatorsOwnHostIsAskedDirectlyAlsoWhenAUserNamesIt() {
        var access = new HostAccess(GitProvider.GITLAB, Optional.of(hosts.gitlab() + "/"), TOKEN);

        assertThat(git.username(access)).isEqualTo(new Given<>("octocat"));
        assertThat(hosts.asked.getFirst().address()).hasToString("/api/v4/user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gitlab.example",
                "file:///etc/passwd",
                "ftp://gitlab.example",
                "https://",
                "https://me:secret@gitlab.example",
                "https://gitlab.example?x=y",
                "https://gitlab.example#x",
                "https://git lab.example",
                "https://10.0.0.1\r\nX: y"
            })
    void whatIsNoAddressOfAHostIsRefusedUnasked(String host) {
        var access = new HostAccess(GitProvider.GITLAB, Optional.of(host), TOKEN);

        assertThat(failed(git.username(access)).reason()).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(hosts.asked).isEmpty();
    }

    @Test
    void aHostThatTheWayOutRefusesIsABadAddress() {
        var access = new HostAccess(GitProvider.GITLAB, Optional.of("http://127.0.0.1:9"), TOKEN);

        var failed = failed(git.username(access));

        assertThat(failed.reason()).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(failed.message()).contains("127.0.0.1:9").contains("ALLOWED_PRIVATE_HOSTS");
    }

    @Test
    void aWayOutThatIsGoneMakesTheHostUnavailable() {
        try (var lost = new HttpGitHosts(
                HostSettings.standard(Optional.empty(), Optional.empty()),
                () -> FakeHosts.NO_WAY,
                InstantSource.fixed(NOW))) {
            assertThat(failed(lost.username(NAMED)).reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void githubsRepositoriesAreAllTold() {
        hosts.data.repository("octocat", "hello", true, Optional.of("Says hello"), "trunk");
        hosts.data.repository("octocat", "plain", false, Optional.empty(), "main");

        assertThat(git.repositories(GITHUB))
                .isEqualTo(new Given<>(List.of(
                        new HostedRepository(
                                "hello",
                                "octocat/hello",
                                hosts.root() + "/octocat/hello",
                                hosts.root() + "/octocat/hello.git",
                                "trunk",
                                true,
                                Optional.of("Says hello")),
                        new HostedRepository(
                                "plain",
                                "octocat/plain",
                                hosts.root() + "/octocat/plain",
                                hosts.root() + "/octocat/plain.git",
                                "main",
                                false,
                                Optional.empty()))));
        assertThat(hosts.asked.getFirst().line()).isEqualTo("GET /api/v3/user/repos?sort=updated&per_page=100&page=1");
    }

    @Test
    void gitlabsProjectsAreAllTold() {
        hosts.data.repository("group/sub", "hello", true, Optional.of("Says hello"), "trunk");
        hosts.data.repository("group", "empty", false, Optional.empty());

        assertThat(given(git.repositories(GITLAB)))
                .extracting(HostedRepository::fullName, HostedRepository::defaultBranch, HostedRepository::isPrivate)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("group/sub/hello", "trunk", true),
                        org.assertj.core.groups.Tuple.tuple("group/empty", "main", false));
        assertThat(hosts.asked.getFirst().line())
                .isEqualTo("GET /api/v4/projects?membership=true&order_by=last_activity_at&per_page=100&page=1");
    }

    @ParameterizedTest
    @EnumSource(GitProvider.class)
    void allPagesAreRead(GitProvider provider) {
        IntStream.range(0, 250).forEach(n -> hosts.data.repository("o", "r" + n, false, Optional.empty(), "main"));

        var repositories = given(git.repositories(new HostAccess(provider, Optional.empty(), TOKEN)));

        assertThat(repositories)
                .extracting(HostedRepository::name)
                .isEqualTo(IntStream.range(0, 250).mapToObj(n -> "r" + n).toList());
        assertThat(hosts.asked).hasSize(3);
    }

    @Test
    void aHostThatNeverEndsItsListIsLeftAfterSomePages() {
        hosts.answerAllWith(exchange -> FakeHosts.json(
                exchange,
                200,
                IntStream.range(0, 100)
                        .mapToObj(n -> java.util.Map.of("name", "b" + n))
                        .toList()));

        assertThat(given(git.branches(GITHUB, "https://github.com/o/r"))).hasSize(500);
        assertThat(hosts.asked).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(GitProvider.class)
    void branchesAreTold(GitProvider provider) {
        hosts.data.repository("octocat", "hello", false, Optional.empty(), "main", "feature/one");

        assertThat(git.branches(new HostAccess(provider, Optional.empty(), TOKEN), "git@git.example:octocat/hello.git"))
                .isEqualTo(new Given<>(List.of("main", "feature/one")));
    }

    @Test
    void aPullRequestIsOpenedOnceAndThenGiven() {
        hosts.data.repository("octocat", "hello", false, Optional.empty(), "main", "lucid/x");
        var draft = draft("https://github.com/octocat/hello.git", "lucid/x", "Add \"it\" ✓");

        var first = git.open(GITHUB, draft);
        var second = git.open(GITHUB, draft);

        assertThat(first)
                .isEqualTo(new Given<>(
                        new PullRequest(hosts.root() + "/octocat/hello/pull/1", 1, "Add \"it\" ✓", "open")));
        assertThat(second).isEqualTo(first);
        assertThat(hosts.asked)
                .extracting(FakeHosts.Asked::line)
                .containsExactly(
                        "POST /api/v3/repos/octocat/hello/pulls",
                        "POST /api/v3/repos/octocat/hello/pulls",
                        "GET /api/v3/repos/octocat/hello/pulls?head=octocat%3Alucid%2Fx&base=main&state=open");
        assertThat(FakeHosts.parsed(hosts.asked.getFirst().body()).toString())
                .contains("\"body\":\"Why\"", "\"head\":\"lucid/x\"", "\"base\":\"main\"");
    }

    @Test
    void aMergeRequestIsOpenedOnceAndThenGiven() {
        hosts.data.repository("group/sub", "hello", false, Optional.empty(), "main", "lucid/x");
        var draft = draft("https://gitlab.test/group/sub/hello/", "lucid/x", "Add it");

        var first = git.open(NAMED, draft);

        assertThat(first)
                .isEqualTo(new Given<>(
                        new PullRequest(hosts.root() + "/group/sub/hello/-/merge_requests/1", 1, "Add it", "opened")));
        assertThat(git.open(NAMED, draft)).isEqualTo(first);
        assertThat(hosts.asked.getFirst().line())
                .isEqualTo("POST http://gitlab.test/api/v4/projects/group%2Fsub%2Fhello/merge_requests");
    }

    @ParameterizedTest
    @EnumSource(GitProvider.class)
    void aBranchThatDoesNotExistIsRefusedInTheHostsWords(GitProvider provider) {
        hosts.data.repository("octocat", "hello", false, Optional.empty(), "main");
        var access = new HostAccess(provider, Optional.empty(), TOKEN);

        var failed = failed(git.open(access, draft("https://git.example/octocat/hello", "no-such", "x")));

        assertThat(failed.reason()).isEqualTo(Reason.REJECTED);
        assertThat(failed.message()).containsAnyOf("Validation Failed; head invalid", "\"no-such\" does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not-a-url", "https://github.com", "https://github.com/only", "https://me:pw@github.com/x", ""})
    void anAddressWithoutOwnerAndRepositoryIsRefused(String address) {
        var failed = failed(git.open(GITHUB, draft(address, "b", "t")));

        assertThat(failed.message())
                .startsWith("Cannot parse owner/repo from URL: ")
                .endsWith(address.replace("me:pw", "***"));
        assertThat(failed.reason()).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(hosts.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(GitProvider.class)
    void aWrongTokenAndAnUnknownRepositoryAreTyped(GitProvider provider) {
        var stranger = new HostAccess(provider, Optional.empty(), new Secret("wrong"));
        var access = new HostAccess(provider, Optional.empty(), TOKEN);

        assertThat(failed(git.username(stranger)).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failed(git.branches(access, "https://git.example/o/r")).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void closingEndsItsThreads() {
        Set<Thread> before = clientThreads();
        git.username(GITHUB);
        git.username(NAMED);
        assertThat(clientThreads()).isNotEqualTo(before);

        git.close();

        await().until(() -> before.containsAll(clientThreads()));
    }

    private static Set<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toSet());
    }

    private static PullRequestDraft draft(String repository, String branch, String title) {
        return new PullRequestDraft(repository, branch, "main", title, "Why");
    }

    static <T> T given(HostAnswer<T> answer) {
        assertThat(answer).isInstanceOf(Given.class);
        return ((Given<T>) answer).value();
    }

    static HostAnswer.Failed<?> failed(HostAnswer<?> answer) {
        assertThat(answer).isInstanceOf(HostAnswer.Failed.class);
        return (HostAnswer.Failed<?>) answer;
    }
}
