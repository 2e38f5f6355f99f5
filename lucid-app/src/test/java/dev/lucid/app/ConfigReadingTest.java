package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReadingTest {
    private static final Choices NONE = new Choices(Optional.empty(), Optional.empty(), Optional.empty(), false);

    @TempDir
    private Path home;

    private Path work;

    @BeforeEach
    void workSomewhere() throws IOException {
        work = Files.createDirectory(home.resolve("work"));
    }

    @Test
    void nothingConfiguredIsConfiguredSanely() {
        var config = reading(Map.of()).forCommand(NONE);

        assertThat(config.data()).isEqualTo(home.resolve(".local/share/lucid"));
        assertThat(config.workspaces()).isEqualTo(home.resolve(".local/share/lucid/workspaces"));
        assertThat(config.database()).isEmpty();
        assertThat(config.port()).isEqualTo(8000);
        assertThat(config.sandbox()).isEqualTo("auto");
        assertThat(config.rules()).isEqualTo(TurnRules.STANDARD);
        assertThat(config.allowedOrigins()).containsExactly("http://localhost:3000");
        assertThat(config.credentials()).isEmpty();
    }

    @Test
    void theEnvironmentConfigures() {
        var config = reading(Map.of(
                        "LUCID_DATA", "/srv/lucid",
                        "DATABASE_URL", "postgresql://me:secret@db:5432/lucid",
                        "MAX_ITERATIONS", "7",
                        "CONVERSATION_TIMEOUT", "60",
                        "LUCID_APPROVE", "writes",
                        "ALLOWED_ORIGINS", "https://a.example, https://b.example,",
                        "SANDBOX_MEMORY_LIMIT", "512m",
                        "SANDBOX_DISK_LIMIT", "0",
                        "WORKSPACE_RETENTION_DAYS", "7",
                        "PORT", " 9000 "))
                .forCommand(NONE);

        assertThat(config.data()).isEqualTo(Path.of("/srv/lucid"));
        assertThat(config.database().orElseThrow().user()).isEqualTo("me");
        assertThat(config.rules().iterations()).isEqualTo(7);
        assertThat(config.rules().time()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.rules().approval()).isEqualTo(ApprovalPolicy.WRITES);
        assertThat(config.allowedOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(config.sandboxMemory()).hasValue(512L << 20);
        assertThat(config.workspaceRoom()).hasValue(0);
        assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.port()).isEqualTo(9000);
    }

    @Test
    void whatIsSetEarlierWins() throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/.env"), "PORT=2\nDEFAULT_MODEL=second\n");
        Files.writeString(work.resolve(".env"), "PORT=3\nDEFAULT_MODEL=third\nLLM_BASE_URL=http://localhost/v1\n");
        var config = reading(Map.of("LUCID_DATA", home + "/data", "PORT", "1", "DEFAULT_MODEL", ""))
                .forServer(NONE);

        assertThat(config.port()).isEqualTo(1);
        assertThat(config.text(Variable.DEFAULT_MODEL)).contains("second");
        assertThat(config.text(Variable.LLM_BASE_URL)).contains("http://localhost/v1");
    }

    @Test
    void aCommandIsNotConfiguredByTheFolderItIsStartedIn() throws IOException {
        Files.writeString(work.resolve(".env"), "LLM_BASE_URL=https://evil.example\nLUCID_DATA=/evil\n");
        var config = reading(Map.of()).forCommand(NONE);

        assertThat(config.given()).isEmpty();
        assertThat(config.data()).isEqualTo(home.resolve(".local/share/lucid"));
    }

    @Test
    void theCommandLineNamesTheDataDirectoryFirst() {
        var choices = new Choices(Optional.empty(), Optional.of(Path.of("here")), Optional.empty(), false);

        assertThat(reading(Map.of("LUCID_DATA", "/elsewhere"))
                        .forCommand(choices)
                        .data())
                .isEqualTo(work.resolve("here"));
    }

    @Test
    void allProblemsAreToldTogether() {
        var failure = catchThrowableOfType(
                CannotStart.class,
                () -> reading(Map.of(
                                "PORT", "many",
                                "MAX_ITERATIONS", "0",
                                "DATABASE_URL", "mysql://root:hunter2@db",
                                "LUCID_SANDBOXX", "local",
                                "LUCID_NONSENSE_OF_A_NAME", "1"))
                        .forCommand(NONE));

        assertThat(failure.problems())
                .hasSize(5)
                .anyMatch(problem -> problem.startsWith("PORT must be a port"))
                .anyMatch(problem -> problem.startsWith("MAX_ITERATIONS must be a whole number, 1 or more"))
                .anyMatch(problem -> problem.startsWith("DATABASE_URL can't be used: "))
                .contains("LUCID_SANDBOXX is not known: did you mean LUCID_SANDBOX?")
                .contains("LUCID_NONSENSE_OF_A_NAME is not known. Take it out.")
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "SUPABASE_URL, http://example.supabase.co",
        "LUCID_APPROVE, sometimes",
        "TOKEN_CIPHER, rot13",
        "MAIN_AGENT_USE_MOCK, maybe",
        "SANDBOX_CPU_LIMIT, 0",
        "SANDBOX_MEMORY_LIMIT, lots",
        "SANDBOX_DISK_LIMIT, lots",
        "WORKSPACE_RETENTION_DAYS, 0",
        "WORKSPACE_MOUNT_PATH, relative/path",
        "SANDBOX_IMAGE, Lucid-Sandbox",
        "SANDBOX_IMAGE, https://registry.example.org/tools",
        "SANDBOX_IMAGE, tools:",
        "SANDBOX_IMAGE, tools:a:b",
        "SANDBOX_IMAGE, tools@sha256:short",
        "SANDBOX_PULL, always",
        "DOCKER_HOST, tcp://127.0.0.1:2375",
        "DOCKER_HOST, ssh://somebody@somewhere",
        "DOCKER_NETWORK, host",
        "DOCKER_NETWORK, Host",
        "DOCKER_NETWORK, container:other",
        "ALLOWED_PRIVATE_HOSTS, 10.0.0.0/99",
        "SANDBOX_ALLOWED_HOSTS, https://pypi.org/simple",
        "SANDBOX_ALLOWED_HOSTS, *",
        "SANDBOX_ALLOWED_HOSTS, 10.0.0.5",
        "SANDBOX_ALLOWED_HOSTS, 8.8.8.8:53",
        "LLM_BASE_URL, localhost:8080",
        "LLM_BASE_URL, https://user:pw@host.test/v1",
        "SESSION_GRACE_SECONDS, -1",
        "LUCID_LOG_FORMAT, xml",
        "AUTH_ACCESS_TOKEN_TTL_SECONDS, 0"
    })
    void whatCannotBeIsAProblem(String name, String value) {
        assertThatThrownBy(() -> reading(Map.of(name, value)).forCommand(NONE))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith(name + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lucid-sandbox",
                "lucid-sandbox:latest",
                "127.0.0.1:5000/team/tools__x:1.2_A",
                "Registry.example.org/a-b/c.d@sha256:0123456789012345678901234567890123456789012345678901234567890123",
                "sha256:0123456789012345678901234567890123456789012345678901234567890123",
            })
    void imagesAreNamedAsTheEngineNamesThem(String image) {
        assertThat(reading(Map.of("SANDBOX_IMAGE", image)).forCommand(NONE).text(Variable.SANDBOX_IMAGE))
                .contains(image);
    }

    @Test
    void anEngineElsewhereIsRefusedWithTheReason() {
        assertThatThrownBy(() ->
                        reading(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375")).forCommand(NONE))
                .isInstanceOf(CannotStart.class)
                .hasMessageContainingAll("unix:///var/run/docker.sock", "another machine", "DOCKER_HOST=");
    }

    @Test
    void hostsForCommandsAndANetworkOfTheEnginesAreNotSetTogether() {
        assertThatThrownBy(() -> reading(Map.of("SANDBOX_ALLOWED_HOSTS", "pypi.org", "DOCKER_NETWORK", "agents"))
                        .forCommand(NONE))
                .isInstanceOf(CannotStart.class)
                .hasMessageContainingAll("SANDBOX_ALLOWED_HOSTS", "DOCKER_NETWORK", "Take one of them out");
    }

    @Test
    void anAddressForCommandsIsListedTwice() {
        var hosts = Map.of("SANDBOX_ALLOWED_HOSTS", "pypi.org, 10.0.0.5:8080, [fd00::7]");
        var with = new HashMap<>(hosts);
        with.put("ALLOWED_PRIVATE_HOSTS", "10.0.0.0/8:8080, fd00::7");

        assertThatThrownBy(() -> reading(hosts).forCommand(NONE))
                .isInstanceOf(CannotStart.class)
                .hasMessageContainingAll("10.0.0.5:8080", "[fd00:0:0:0:0:0:0:7]", "ALLOWED_PRIVATE_HOSTS");
        assertThat(reading(with).forCommand(NONE).allowedHosts().allows("fd00::7", 443))
                .isTrue();
    }

    @Test
    void secretsAreNeverShown() {
        var text = reading(Map.of("ANTHROPIC_API_KEY", "sk-ant-1", "DATABASE_URL", "postgresql://a:b@c/d", "PORT", "1"))
                .forCommand(NONE)
                .toString();

        assertThat(text).contains("PORT=1", "ANTHROPIC_API_KEY=***").doesNotContain("sk-ant-1", "a:b@c");
    }

    @Test
    void everyVariableThatHoldsASecretIsASecret() {
        assertThat(Variable.values())
                .filteredOn(variable -> variable.name().matches(".*(_KEY|SECRET)"))
                .allMatch(Variable::secret);
    }

    @Test
    void credentialsAreNoticed() {
        var config = reading(Map.of("INTERNAL_API_KEY", "k", "SUPABASE_JWT_SECRET", "s"))
                .forServer(NONE);

        assertThat(config.credentials()).containsExactly(Variable.SUPABASE_JWT_SECRET, Variable.INTERNAL_API_KEY);
    }

    @Test
    void earlierKeysAreAListAndAKeyOfTwoLinesIsNone() {
        var config = reading(Map.of("ENCRYPTION_KEY_OLD", "one, two,,")).forServer(NONE);

        assertThat(config.earlierKeys()).containsExactly(new Secret("one"), new Secret("two"));
        assertThatThrownBy(() -> reading(Map.of("ENCRYPTION_KEY", "one\ntwo")).forServer(NONE))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("ENCRYPTION_KEY ")
                .hasMessageNotContaining("two");
    }

    @Test
    void aFileReadsAsShellsWriteIt() throws IOException {
        Files.createDirectories(home.resolve(".local/share/lucid"));
        Files.writeString(home.resolve(".local/share/lucid/.env"), """
                # a comment
                export DEFAULT_MODEL='one # two'
                DEFAULT_MODEL_PROVIDER = openai   # the provider
                LLM_API_KEY="a\\"b$HOME"
                NOT_OURS=1
                """);
        var config = reading(Map.of()).forCommand(NONE);

        assertThat(config.given())
                .isEqualTo(Map.of(
                        Variable.DEFAULT_MODEL, "one # two",
                        Variable.DEFAULT_MODEL_PROVIDER, "openai",
                        Variable.LLM_API_KEY, "a\"b$HOME"));
    }

    @Test
    void aLineThatIsNoneIsNamed() throws IOException {
        Files.createDirectories(home.resolve(".local/share/lucid"));
        Files.writeString(home.resolve(".local/share/lucid/.env"), "PORT=1\nwhat is this\n");

        assertThatThrownBy(() -> reading(Map.of()).forCommand(NONE))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(".env, line 2");
    }

    private ConfigReading reading(Map<String, String> environment) {
        return new ConfigReading(environment, home, work);
    }
}
