package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all {@link GitHosts} promise. Say what is under test, and furnish a host of each provider; inherit the tests. */
public interface GitHostsContract {
    /** The hosts under test; the same ones for the whole of a test. */
    GitHosts hosts();

    /** A host of that provider with an account of that name. Asked for once a test and provider. */
    FurnishedHost host(GitProvider provider, String username);

    /** A git host that a test may put things into. */
    interface FurnishedHost {
        /** The host, with the account's token. */
        HostAccess access();

        /** Puts up a repository that the account may see, with those branches. The first one put up changed last. */
        void put(HostedRepository repository, List<String> branches);
    }

    @Test
    default void eachProviderHasAHome() {
        for (var provider : GitProvider.values()) {
            assertThat(hosts().home(provider)).matches("https?://[^/]+(/.*)?[^/]");
        }
    }

    @Test
    default void theAccountIsNamed() {
        for (var provider : GitProvider.values()) {
            assertThat(given(hosts().username(host(provider, "octocat").access())))
                    .isEqualTo("octocat");
        }
    }

    @Test
    default void anUnknownTokenIsRefusedEverywhereAndNeverRepeated() {
        for (var provider : GitProvider.values()) {
            var host = host(provider, "octocat");
            var known = host.access();
            var repository = repository(known, "garden");
            host.put(repository, List.of("main", "lucid/work"));
            var access = new HostAccess(provider, known.host(), new Secret("no-token-of-anybody"));

            for (var answer : List.<HostAnswer<?>>of(
                    hosts().username(access),
                    hosts().repositories(access),
                    hosts().branches(access, repository.url()),
                    hosts().open(access, draft(repository.url(), "lucid/work", "main")))) {
                assertFailed(answer, Reason.UNAUTHORIZED);
                assertThat(answer.toString()).doesNotContain("no-token-of-anybody");
            }
        }
    }

    @Test
    default void allRepositoriesAreListedTheLatestChangeFirst() {
        for (var provider : GitProvider.values()) {
            var host = host(provider, "octocat");
            var repositories = IntStream.range(0, 203)
                    .mapToObj(number -> repository(host.access(), "garden-" + number))
                    .toList();
            repositories.forEach(repository -> host.put(repository, List.of("main")));

            assertThat(given(hosts().repositories(host.access()))).isEqualTo(repositories);
        }
    }

    @Test
    default void aRepositoryIsDescribedWhole() {
        for (var provider : GitProvider.values()) {
            var host = host(provider, "octocat");
            var plain = repository(host.access(), "garden");
            var rich = new HostedRepository(
                    plain.name(),
                    plain.fullName(),
                    plain.url(),
                    plain.cloneUrl(),
                    "trunk",
                    true,
                    Optional.of("Tomatoes, schön"));
            host.put(rich, List.of("trunk"));

            assertThat(given(hosts().repositories(host.access()))).containsExactly(rich);
        }
    }

    @Test
    default void allBranchesAreListedHoweverTheRepositoryIsWritten() {
        for (var provider : GitProvider.values()) {
            var host = host(provider, "octocat");
            var repository = repository(host.access(), "garden");
            var branches = IntStream.range(100, 303)
                    .mapToObj(number -> "lucid/work-" + number)
                    .toList();
            host.put(repository, branches);

            for (var address : List.of(repository.url(), repository.cloneUrl(), repository.url() + "/")) {
                assertThat(given(hosts().branches(host.access(), address)))
                        .containsExactlyInAnyOrderElementsOf(branches);
            }
        }
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        for (var provider : GitProvider.values()) {
            var access = host(provider, "octocat").access();
            var nowhere = repository(access, "nowhere").url();

            assertFailed(hosts().branches(access, nowhere), Reason.NOT_FOUND);
            assertFailed(hosts().open(access, draft(nowhere, "lucid/work", "main")), Reason.NOT_FOUND);
        }
    }

    @Test
    default void whatIsNoAddressIsSaidSo() {
        for (var provider : GitProvider.values()) {
            var access = host(provider, "octocat").access();
            for (var address : List.of("", "nonsense", "https://", hosts().home(provider))) {
                assertFailed(hosts().branches(access, address), Reason.BAD_ADDRESS);
                assertFailed(hosts().open(access, draft(address, "lucid/work", "main")), Reason.BAD_ADDRESS);
            }
        }
    }

    @Test
    default void aRequestIsOpenedAndOpeningItAgainGivesTheSame() {
        for (var provider : GitProvider.values()) {
            var host = host(provider, "octocat");
            var repository = repository(host.access(), "garden");
            host.put(repository, List.of("main", "lucid/work", "lucid/more"));

            var first = open(host, draft(repository.cloneUrl(), "lucid/work", "main"));
            var again = open(host, draft(repository.url(), "lucid/work", "main"));
            var other = open(host, draft(repository.url(), "lucid/more", "main"));

            assertThat(first.title()).isEqualTo("Water the tomatoes");
            assertThat(first.url()).startsWith(repository.url()).contains(String.valueOf(first.number()));
            assertThat(first.state()).startsWith("open");
            assertThat(again).isEqualTo(first);
            assertThat(other.number()).isNotEqualTo(first.number());
        }
    }

    @Test
    default void aBranchThatDoesNotExistIsRejected() {
        for (var provider : GitProvider.values()) {
            var host = host(provider, "octocat");
            var repository = repository(host.access(), "garden");
            host.put(repository, List.of("main"));

            assertFailed(
                    hosts().open(host.access(), draft(repository.url(), "lucid/nothing", "main")), Reason.REJECTED);
        }
    }

    private PullRequest open(FurnishedHost host, PullRequestDraft draft) {
        return given(hosts().open(host.access(), draft));
    }

    private HostedRepository repository(HostAccess access, String name) {
        var url = access.host().orElseGet(() -> hosts().home(access.provider())) + "/octocat/" + name;

        return new HostedRepository(name, "octocat/" + name, url, url + ".git", "main", false, Optional.empty());
    }

    private static PullRequestDraft draft(String repository, String branch, String base) {
        return new PullRequestDraft(repository, branch, base, "Water the tomatoes", "Daily.");
    }

    private static <T> T given(HostAnswer<T> answer) {
        assertThat(answer).isInstanceOf(HostAnswer.Given.class);

        return ((HostAnswer.Given<T>) answer).value();
    }

    private static void assertFailed(HostAnswer<?> answer, Reason reason) {
        assertThat(answer).isInstanceOfSatisfying(HostAnswer.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.message()).isNotBlank();
        });
    }
}
