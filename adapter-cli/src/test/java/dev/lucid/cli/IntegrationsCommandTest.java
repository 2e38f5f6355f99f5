package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.port.integration.HostAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationsCommandTest {
    private static final String TOKEN = "ghp_top-secret";

    private final Bench bench = new Bench(Tale.hello());

    @Test
    void aTokenIsAskedForWithoutBeingShown() {
        var prompts = new ArrayList<String>();
        bench.hidden = prompt -> {
            prompts.add(prompt);
            return Optional.of(TOKEN);
        };

        assertThat(bench.run("integrations", "add", "GitHub")).as(bench.err()).isZero();
        assertThat(prompts).containsExactly("Token of github: ");
        assertThat(bench.out()).isEqualTo("Connected as octocat at github.\n");
        assertThat(bench.engine.hosts.commands.getFirst().token().reveal()).isEqualTo(TOKEN);
        assertThat(bench.engine.closed).isTrue();
    }

    @Test
    void aTokenIsReadFromStandardInput() {
        bench.typed = TOKEN + "\n";

        assertThat(bench.run("integrations", "add", "gitlab", "-", "--host", "https://git.example.com"))
                .as(bench.err())
                .isZero();
        var command = bench.engine.hosts.commands.getFirst();
        assertThat(command.provider()).isEqualTo(GitProvider.GITLAB);
        assertThat(command.host()).contains("https://git.example.com");
        assertThat(command.token().reveal()).isEqualTo(TOKEN);
        assertThat(bench.out() + bench.err()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add|github|" + TOKEN,
                "add|github|-|" + TOKEN,
                "add|github|--token|" + TOKEN,
                "add|github|--token=" + TOKEN,
                "add|github|" + TOKEN + "|" + TOKEN
            })
    void aTokenAmongTheArgumentsIsRefusedAndNotRepeated(String words) {
        assertThat(bench.run(("integrations|" + words).split("\\|"))).isEqualTo(2);
        assertThat(bench.out() + bench.err()).contains("no argument").doesNotContain(TOKEN);
        assertThat(bench.opened).isZero();
    }

    @Test
    void nobodyToAskIsSaidWithWhatToDo() {
        assertThat(bench.run("integrations", "add", "github")).isEqualTo(2);
        assertThat(bench.err()).contains("standard input");
    }

    @Test
    void aHostThatDoesNotTakeTheTokenIsSaidWithWhatToDo() {
        bench.typed = TOKEN;
        bench.engine.hosts.failure = Optional.of(new HostAnswer.Failed<>(
                HostAnswer.Reason.UNAUTHORIZED, "GitHub does not take the token.", Optional.empty()));

        assertThat(bench.run("integrations", "add", "github", "-")).isEqualTo(1);
        assertThat(bench.err())
                .isEqualTo("lucid: GitHub does not take the token. Make a new token, and give it:"
                        + " ./lucid integrations add github\n");
    }

    @Test
    void aHostThatWantsToBeLeftAloneIsAskedAgainLater() {
        bench.typed = TOKEN;
        bench.engine.hosts.failure = Optional.of(new HostAnswer.Failed<>(
                HostAnswer.Reason.RATE_LIMITED, "GitHub is asked too often.", Optional.of(Duration.ofSeconds(42))));

        assertThat(bench.run("integrations", "add", "github", "-")).isEqualTo(1);
        assertThat(bench.err()).endsWith("Try again in 42 s.\n");
    }

    @Test
    void whatIsKeptIsListedAndForgotten() {
        connect();
        assertThat(bench.run("integrations", "list")).isZero();
        assertThat(bench.out()).contains("github  octocat  ").doesNotContain(TOKEN);
        assertThat(bench.run("integrations", "list", "--json")).isZero();
        assertThat(bench.out()).contains("{\"integrations\":[{", "\"externalUsername\":\"octocat\"");
        assertThat(bench.run("integrations", "remove", "github")).isZero();
        assertThat(bench.run("integrations", "remove", "github")).isEqualTo(2);
        assertThat(bench.err()).contains("./lucid integrations add github");
        assertThat(bench.run("integrations", "list")).isZero();
        assertThat(bench.out()).endsWith("No token is kept. Give one: ./lucid integrations add github\n");
    }

    @Test
    void repositoriesAreATableOrJson() {
        assertThat(bench.run("integrations", "repos", "github")).isEqualTo(2);
        connect();
        bench.engine.hosts.repositories.add(new HostedRepository(
                "hello",
                "octocat/hello",
                "https://github.com/octocat/hello",
                "https://github.com/octocat/hello.git",
                "main",
                true,
                Optional.of("A \u001b[31mred\u009b one")));

        assertThat(bench.run("integrations", "repos", "github")).isZero();
        assertThat(bench.out()).contains("octocat/hello  private  main  https://github.com/octocat/hello.git\n");
        assertThat(bench.run("integrations", "repos", "github", "--json")).isZero();
        assertThat(bench.out())
                .contains("\"count\":1", "\"private\":true", "\"defaultBranch\":\"main\"")
                .doesNotContain("\u001b", "\u009b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "add", "add|nowhere|-", "remove", "repos|svn"})
    void whatIsNotSaidRightIsSaidInWords(String words) {
        assertThat(bench.run(("integrations|" + words).split("\\|"))).isEqualTo(2);
        assertThat(bench.err()).startsWith("lucid: ").doesNotContain("Exception", "java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "list", "remove", "repos"})
    void eachDeedHasHelp(String deed) {
        assertThat(bench.run("integrations", deed, "--help")).isZero();
        assertThat(bench.out())
                .contains("Usage: lucid integrations " + deed, "--json")
                .doesNotContain("--token");
    }

    private void connect() {
        bench.typed = TOKEN;
        assertThat(bench.run("integrations", "add", "github", "-")).isZero();
    }
}
