package dev.lucid.githost;

import static dev.lucid.githost.HttpGitHostsTest.failed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer.Given;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts that are slow, broken, busy or hostile. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitHostFaultsTest {
    private static final Secret TOKEN = new Secret("glpat-x1y2z3");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final HostAccess GITHUB = new HostAccess(GitProvider.GITHUB, Optional.empty(), TOKEN);
    private static final HostAccess GITLAB = new HostAccess(GitProvider.GITLAB, Optional.empty(), TOKEN);

    private FakeHosts hosts;
    private FakeHosts elsewhere;
    private HttpGitHosts git;

    @BeforeAll
    void start() throws IOException {
        hosts = new FakeHosts();
        elsewhere = new FakeHosts();
        git = git(Duration.ofSeconds(10));
    }

    @BeforeEach
    void forget() {
        hosts.asked.clear();
        elsewhere.asked.clear();
    }

    private HttpGitHosts git(Duration askLimit) {
        return new HttpGitHosts(
                new HostSettings(hosts.github(), hosts.gitlab(), askLimit, Duration.ofSeconds(20), 64 * 1024, 5),
                () -> FakeHosts.NO_WAY,
                InstantSource.fixed(NOW));
    }

    @AfterAll
    void close() {
        git.close();
        hosts.close();
        elsewhere.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void whatIsNoAnswerMakesAHostUnavailable(String name, HttpHandler fault) {
        hosts.answerAllWith(fault);

        for (HostAccess access : List.of(GITHUB, GITLAB)) {
            var failed = failed(git.repositories(access));

            assertThat(failed.reason()).as(name).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failed.message()).startsWith("Git").doesNotContain(TOKEN.reveal(), "Exception", "java.");
            assertThat(failed.again()).isEmpty();
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                fault("broken JSON", exchange -> json(exchange, 200, "[{\"name\":")),
                fault("other JSON", exchange -> json(exchange, 200, "[{\"name\":7}]")),
                fault("no list", exchange -> json(exchange, 200, "{\"name\":\"x\"}")),
                fault("a bare value", exchange -> json(exchange, 200, "true")),
                fault("nested without end", exchange -> json(exchange, 200, "[".repeat(5_000))),
                fault(
                        "a page for people",
                        exchange -> FakeHosts.text(exchange, 200, "text/html", "<html>Sign in</html>")),
                fault("nothing", exchange -> FakeHosts.text(exchange, 204, "text/plain", "")),
                fault("an error of its own", exchange -> json(exchange, 500, "{\"message\":\"oops\"}")),
                fault("an error without words", exchange -> FakeHosts.text(exchange, 502, "text/html", "<h1>Bad</h1>")),
                fault("too much", exchange -> json(exchange, 200, "[\"" + "x".repeat(70_000) + "\"]")),
                fault("a cut body", exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write("[{".getBytes(UTF_8));
                    throw new IOException("cut");
                }));
    }

    @Test
    void aHostThatIsSlowIsGivenUp() {
        try (var hasty = git(Duration.ofMillis(300))) {
            hosts.answerAllWith(_ -> hosts.awaitEnd());
            assertThat(failed(hasty.username(GITHUB)).message()).contains("did not answer in time");

            hosts.answerAllWith(exchange -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                hosts.awaitEnd();
            });
            assertThat(failed(hasty.username(GITHUB)).reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void limitsAreToldWithTheTimeTheyLast(String name, int status, Map<String, String> headers, Duration wait) {
        hosts.answerAllWith(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            json(exchange, status, "{\"message\":\"API rate limit exceeded for user ID 1.\"}");
        });

        var failed = failed(git.username(status == 403 ? GITHUB : GITLAB));

        assertThat(failed.reason()).as(name).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failed.again()).contains(wait);
        assertThat(failed.message()).contains("API rate limit exceeded");
    }

    static Stream<Arguments> limits() {
        String soon = String.valueOf(NOW.getEpochSecond() + 90);
        return Stream.of(
                arguments(
                        "GitHub's hour",
                        403,
                        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", soon),
                        Duration.ofSeconds(90)),
                arguments("GitHub's second limit", 403, Map.of("Retry-After", "30"), Duration.ofSeconds(30)),
                arguments("GitLab's reset", 429, Map.of("RateLimit-Reset", soon), Duration.ofSeconds(90)),
                arguments(
                        "GitLab's own words",
                        429,
                        Map.of("RateLimit-Reset", soon, "Retry-After", "7"),
                        Duration.ofSeconds(7)),
                arguments("a date", 429, Map.of("Retry-After", "Sun, 01 Mar 2026 12:01:00 GMT"), Duration.ofMinutes(1)),
                arguments("the past", 429, Map.of("RateLimit-Reset", "1"), Duration.ZERO),
                arguments("for ever", 429, Map.of("Retry-After", "99999999999"), Duration.ofDays(1)));
    }

    @Test
    void whatATokenMayNotDoIsNoLimit() {
        hosts.answerAllWith(
                exchange -> json(exchange, 403, "{\"message\":\"Resource not accessible by personal access token\"}"));

        var failed = failed(git.open(GITHUB, new PullRequestDraft("https://github.com/o/r", "b", "main", "t", "")));

        assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failed.message()).contains("Resource not accessible by personal access token");
    }

    @Test
    void theHostsWordsAreCleanedShortAndWithoutTheToken() {
        hosts.answerAllWith(exchange -> FakeHosts.json(
                exchange,
                422,
                Map.of("message", "\u001b[31mNo " + TOKEN.reveal() + "\r\n\u202e" + "long ".repeat(500))));

        var message = failed(git.username(GITHUB)).message();

        assertThat(message).contains("No *** long long").hasSizeLessThan(420).doesNotContain(TOKEN.reveal());
        assertThat(message.chars().filter(Character::isISOControl)).isEmpty();
    }

    @Test
    void theTokenGoesToNoOtherHost() {
        for (String address :
                List.of(elsewhere.root() + "/api/v4/user", "//localhost:1/api/v4/user", "file:///etc/x")) {
            hosts.answerAllWith(exchange -> redirect(exchange, 301, address));

            assertThat(failed(git.username(GITLAB)).reason()).isEqualTo(Reason.BAD_ADDRESS);
        }
        assertThat(elsewhere.asked).isEmpty();
    }

    @Test
    void aRedirectWithinTheHostIsFollowedForReadingAlone() {
        hosts.answerAllWith(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/moved")) {
                json(exchange, 200, "{\"login\":\"octocat\"}");
            } else {
                redirect(exchange, 307, hosts.github() + "/moved");
            }
        });

        assertThat(git.username(GITHUB)).isEqualTo(new Given<>("octocat"));
        hosts.asked.clear();
        var draft = new PullRequestDraft("https://github.com/o/r", "b", "main", "t", "");
        assertThat(failed(git.open(GITHUB, draft)).reason()).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(hosts.asked).hasSize(1);
    }

    @Test
    void redirectsWithoutEndAreLeft() {
        hosts.answerAllWith(exchange -> redirect(exchange, 302, "/api/v3/user"));

        assertThat(failed(git.username(GITHUB)).reason()).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(hosts.asked).hasSize(4);
    }

    private static Arguments fault(String name, HttpHandler fault) {
        return arguments(name, fault);
    }

    private static void redirect(HttpExchange exchange, int status, String address) throws IOException {
        exchange.getResponseHeaders().set("Location", address);
        exchange.sendResponseHeaders(status, -1);
    }

    private static void json(HttpExchange exchange, int status, String content) throws IOException {
        FakeHosts.text(exchange, status, "application/json", content);
    }
}
