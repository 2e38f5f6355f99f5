package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.javalin.PlayedHosts;
import dev.lucid.javalin.RestClient;
import dev.lucid.javalin.TestServer;
import dev.lucid.port.integration.HostAnswer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts at git hosts over REST, on the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegrationsTest {
    private static final String INTEGRATIONS = "/api/v1/integrations";

    private final TestServer server = TestServer.withUsers();
    private final PlayedHosts hosts = server.lucid().hosts();
    private final RestClient alice = server.rest("alice");

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void mend() {
        hosts.mend();
    }

    @Test
    void saveIntegrationValidatesToken() {
        var reply = alice.post(INTEGRATIONS, "{\"provider\":\"github\",\"token\":\"bad_token\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.detail())
                .isEqualTo("Token validation failed — check that the token is valid: the host does not take it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "GitHub", " GITHUB "})
    void saveIntegrationSuccess(String provider) {
        var reply = alice.post(INTEGRATIONS, "{\"provider\":\"" + provider + "\",\"token\":\"ghp_valid\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo("{\"status\":\"connected\",\"provider\":\"github\",\"username\":\"octocat\","
                        + "\"connected\":true,\"message\":\"Connected as octocat\"}");
    }

    @Test
    void unknownProvidersAreNotSupported() {
        var wrong = List.of(
                alice.post(INTEGRATIONS, "{\"provider\":\"bitbucket\",\"token\":\"x\"}"),
                alice.delete(INTEGRATIONS + "/bitbucket"),
                alice.get(INTEGRATIONS + "/bitbucket/repos"),
                alice.get(INTEGRATIONS + "/bitbucket/branches?repo=x"),
                alice.post(INTEGRATIONS + "/bitbucket/pr", "{\"repoUrl\":\"x\",\"branch\":\"b\",\"title\":\"t\"}"));

        assertThat(wrong).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.detail()).isEqualTo("Unsupported provider 'bitbucket'. Use 'github' or 'gitlab'.");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptyTokenIsNotValid(String token) {
        var reply = alice.post(INTEGRATIONS, "{\"provider\":\"github\",\"token\":\"" + token + "\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.detail()).startsWith("Token validation failed — check that the token is valid: ");
    }

    @Test
    void tokensAreNotRepeatedWhateverIsWrong() {
        for (var token : List.of("s3cret\\nx", "s3cret" + "x".repeat(20_000), "s3cret")) {
            assertThat(alice.post(INTEGRATIONS, "{\"provider\":7,\"token\":\"" + token + "\"}")
                            .body())
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void missingFieldsAreNamed() {
        assertThat(alice.post(INTEGRATIONS, "{}").json().path("detail").findValuesAsText("type"))
                .containsExactly("missing", "missing");
    }

    @Test
    void listIntegrationsEmpty() {
        assertThat(server.rest("nobody").get(INTEGRATIONS).body()).isEqualTo("{\"integrations\":[]}");
    }

    @Test
    void integrationsAreListedWithoutTheirTokens() {
        var bob = server.rest("bob");
        bob.post(
                INTEGRATIONS,
                "{\"provider\":\"gitlab\",\"token\":\"glpat_valid\",\"gitlabUrl\":\"https://gitlab.example.com\"}");
        var listed = bob.get(INTEGRATIONS);
        var one = listed.json().path("integrations").path(0);

        assertThat(listed.body())
                .isEqualTo("{\"integrations\":[{\"id\":\"" + one.path("id").textValue()
                        + "\",\"provider\":\"gitlab\",\"label\":\"octocat (gitlab)\",\"externalUsername\":\"octocat\","
                        + "\"scopes\":\"repo,workflow\",\"createdAt\":\"2026-03-01T12:00:00.000000+00:00\","
                        + "\"connected\":true,\"gitlabUrl\":\"https://gitlab.example.com\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://gitlab.example.com/   | https://gitlab.example.com",
                "https://gitlab.example.com//  | https://gitlab.example.com",
                "https://gitlab.example.com/x/ | https://gitlab.example.com/x",
                "https://gitlab.com            | none",
                "https://gitlab.com/           | none",
                "/                             | none"
            })
    void gitlabUrlTrailingSlashStripped(String given, String asked) {
        alice.post(INTEGRATIONS, "{\"provider\":\"gitlab\",\"token\":\"glpat_valid\",\"gitlabUrl\":\"" + given + "\"}");

        assertThat(hosts.asked().getLast().host()).isEqualTo(Optional.of(asked).filter(url -> !url.equals("none")));
    }

    @Test
    void githubHasNoAddressOfItsOwn() {
        alice.post(
                INTEGRATIONS,
                "{\"provider\":\"github\",\"token\":\"ghp_valid\",\"gitlabUrl\":\"https://evil.example\"}");

        assertThat(hosts.asked().getLast().host()).isEmpty();
    }

    @Test
    void deleteIntegration() {
        var carol = connected("carol");

        assertThat(carol.delete(INTEGRATIONS + "/github").body())
                .isEqualTo("{\"status\":\"disconnected\",\"provider\":\"github\"}");
        assertThat(carol.delete(INTEGRATIONS + "/github").status()).isEqualTo(404);
        assertThat(carol.delete(INTEGRATIONS + "/github").detail())
                .isEqualTo("No github integration found for this user.");
    }

    @Test
    void listReposNoIntegration() {
        var nobody = server.rest("nobody");
        var replies = List.of(
                nobody.get(INTEGRATIONS + "/github/repos"),
                nobody.get(INTEGRATIONS + "/github/branches?repo=x"),
                nobody.post(INTEGRATIONS + "/github/pr", "{\"repoUrl\":\"x\",\"branch\":\"b\",\"title\":\"t\"}"));

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.detail()).isEqualTo("No github token saved. Add one via POST /api/v1/integrations first.");
        });
    }

    @Test
    void repositoriesAreListed() {
        assertThat(connected("dora").get(INTEGRATIONS + "/GitHub/repos").body())
                .startsWith("{\"provider\":\"github\",\"repos\":[{\"name\":\"hello\",\"fullName\":\"octocat/hello\","
                        + "\"url\":\"https://example.com/octocat/hello\","
                        + "\"cloneUrl\":\"https://example.com/octocat/hello.git\",\"defaultBranch\":\"main\","
                        + "\"private\":true,\"description\":\"A \\\"first\\\" one\"},")
                .endsWith("\"description\":null}],\"count\":2}");
    }

    @Test
    void branchesAreListed() {
        assertThat(connected("dora")
                        .get(INTEGRATIONS + "/github/branches?repo=https://example.com/r")
                        .body())
                .isEqualTo("{\"provider\":\"github\",\"repo\":\"https://example.com/r\","
                        + "\"branches\":[\"main\",\"feature/\\\"x\\\"\"],\"count\":2}");
        assertThat(alice.get(INTEGRATIONS + "/github/branches").status()).isEqualTo(422);
    }

    @Test
    void aHostThatFailsIsSaidToBeIt() {
        var dora = connected("dora");
        hosts.fail(HostAnswer.Reason.RATE_LIMITED, "GitHub was asked too often.");
        var repos = dora.get(INTEGRATIONS + "/github/repos");
        var branches = dora.get(INTEGRATIONS + "/github/branches?repo=x");
        var pr = dora.post(INTEGRATIONS + "/github/pr", "{\"repoUrl\":\"x\",\"branch\":\"b\",\"title\":\"t\"}");

        assertThat(List.of(repos, branches, pr)).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.header("Retry-After")).contains("90");
        });
        assertThat(repos.detail()).isEqualTo("Failed to fetch repos from github: GitHub was asked too often.");
        assertThat(branches.detail()).isEqualTo("Failed to fetch branches from github: GitHub was asked too often.");
        assertThat(pr.detail()).isEqualTo("Failed to create PR: GitHub was asked too often.");
    }

    @Test
    void aPullRequestIsOpened() {
        var reply = connected("dora")
                .post(
                        INTEGRATIONS + "/github/pr",
                        "{\"repoUrl\":\"https://example.com/o/r\",\"branch\":\"b\",\"title\":\"T\"}");

        assertThat(reply.body())
                .isEqualTo(
                        "{\"status\":\"created\",\"provider\":\"github\","
                                + "\"prUrl\":\"https://example.com/pull/7\",\"prNumber\":7,\"title\":\"T\",\"state\":\"open\"}");
        assertThat(hosts.opened().getLast().draft())
                .isEqualTo(new PullRequestDraft("https://example.com/o/r", "b", "main", "T", ""));
        assertThat(hosts.opened().getLast().host()).isEmpty();
    }

    @Test
    void theHostThatAMergeRequestNamesIsPassedOn() {
        var bob = server.rest("eve");
        bob.post(INTEGRATIONS, "{\"provider\":\"gitlab\",\"token\":\"glpat_valid\"}");
        var draft = "\"repoUrl\":\"x\",\"branch\":\"b\",\"baseBranch\":\"dev\",\"title\":\"T\",\"body\":\"B\"";
        bob.post(INTEGRATIONS + "/gitlab/pr", "{" + draft + ",\"gitlabUrl\":\"https://gitlab.example.com/\"}");
        bob.post(INTEGRATIONS + "/gitlab/pr", "{" + draft + ",\"gitlabUrl\":null}");

        assertThat(hosts.opened().reversed().stream().limit(2).map(opening -> opening.host()))
                .containsExactly(Optional.empty(), Optional.of("https://gitlab.example.com"));
        assertThat(hosts.opened().getLast().draft()).isEqualTo(new PullRequestDraft("x", "b", "dev", "T", "B"));
    }

    private RestClient connected(String user) {
        var client = server.rest(user);
        client.post(INTEGRATIONS, "{\"provider\":\"github\",\"token\":\"ghp_valid\"}");
        return client;
    }
}
