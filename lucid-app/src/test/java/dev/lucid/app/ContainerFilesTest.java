package dev.lucid.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is handed to containers knows the variables that the program knows, and no others. */
class ContainerFilesTest {
    private static final List<String> VARIABLES =
            Arrays.stream(Variable.values()).map(Variable::name).toList();

    /** What the containers' own tools read, and Lucid does not. */
    private static final Set<String> OF_COMPOSE = Set.of("PWD", "POSTGRES_PASSWORD", "PUBLISH_ADDRESS", "DOCKER_GID");

    /** What a container decides by itself. */
    private static final Set<String> OF_THE_CONTAINER =
            Set.of("LUCID_DATA", "WORKSPACE_BASE_PATH", "HOST_WORKSPACE_PATH");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_0-9]+)");

    @Test
    void theExampleNamesEachVariableOnceAndSetsNone() throws IOException {
        assertThat(names(text(".env.example")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(VARIABLES.stream(), OF_COMPOSE.stream().filter(name -> !name.equals("PWD")))
                                .toList());
    }

    @Test
    void theExampleCallsNoVariableWithoutEffectThatHasOne() throws IOException {
        var example = text(".env.example");

        assertThat(names(example.substring(example.indexOf("# Known, and without effect"))))
                .isNotEmpty()
                .allMatch(name -> Variable.valueOf(name).awaited().isPresent());
    }

    private static List<String> names(String example) {
        return example.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .peek(line -> assertThat(line).endsWith("="))
                .map(line -> line.substring(0, line.length() - 1))
                .toList();
    }

    @Test
    void composeReadsNoVariableThatNobodyKnows() throws IOException {
        assertThat(REFERENCE.matcher(text("docker-compose.yml")).results())
                .extracting(found -> found.group(1))
                .allMatch(name -> VARIABLES.contains(name) || OF_COMPOSE.contains(name));
    }

    @Test
    void composeHandsVariablesOnAndWritesNoValueDown() throws IOException {
        assertThat(engine()).extractingByKey("environment").asInstanceOf(MAP).allSatisfy((name, value) -> {
            assertThat(VARIABLES).contains(String.valueOf(name));
            if (!OF_THE_CONTAINER.contains(String.valueOf(name))) {
                assertThat(String.valueOf(value)).isIn(handedOn(String.valueOf(name)));
            }
        });
    }

    /** The server's container is made for containers beside it: bubblewrap would want more than it is given. */
    private static List<String> handedOn(String name) {
        return name.equals("LUCID_SANDBOX")
                ? List.of("${LUCID_SANDBOX:-docker}")
                : List.of("${" + name + "}", "${" + name + ":-}");
    }

    @Test
    void composeHandsOnWhatTheChecklistAsksFor() throws IOException {
        assertThat(engine())
                .extractingByKey("environment")
                .asInstanceOf(MAP)
                .containsKeys(Stream.of(
                                "SUPABASE_URL SUPABASE_ANON_KEY SUPABASE_JWT_SECRET SUPABASE_SERVICE_KEY ENCRYPTION_KEY",
                                "INTERNAL_API_KEY SESSION_SECRET AUTH_SECRET ANTHROPIC_API_KEY GOOGLE_API_KEY",
                                "DEFAULT_MODEL_PROVIDER MAX_ITERATIONS HOST_WORKSPACE_PATH")
                        .flatMap(names -> Stream.of(names.split(" ")))
                        .toArray());
    }

    @Test
    void composeBindsTheWorkspacesWhereTheEngineFindsThem() throws IOException {
        assertThat(engine())
                .containsEntry("ports", List.of("${PUBLISH_ADDRESS:-127.0.0.1}:8000:8000"))
                .extractingByKey("volumes")
                .asInstanceOf(LIST)
                .contains("${PWD}/workspaces:/app/storage", "/var/run/docker.sock:/var/run/docker.sock");
        assertThat(engine())
                .extractingByKey("environment")
                .asInstanceOf(MAP)
                .containsEntry("WORKSPACE_BASE_PATH", "/app/storage")
                .containsEntry("HOST_WORKSPACE_PATH", "${PWD}/workspaces");
    }

    @Test
    void composeStartsNothingElseUnlessAsked() throws IOException {
        assertThat(services()).allSatisfy((name, service) -> {
            if (name.equals("sandbox")) {
                assertThat(service)
                        .asInstanceOf(MAP)
                        .containsEntry("command", "true")
                        .doesNotContainKey("restart");
            } else if (!name.equals("ai_engine")) {
                assertThat(service)
                        .asInstanceOf(MAP)
                        .extractingByKey("profiles")
                        .asInstanceOf(LIST)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void theImageRunsAsAPlainUserAndTellsWhetherItIsWell() throws IOException {
        assertThat(text("Dockerfile").lines().filter(line -> line.startsWith("USER ")))
                .containsExactly("USER lucid");
        assertThat(text("Dockerfile")).contains("HEALTHCHECK", "/health", "VOLUME /app/data");
    }

    @Test
    void besideContainersNoFilterIsTurnedOff() throws IOException {
        assertThat(engine())
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .doesNotContainKeys("privileged", "cap_add");
    }

    @Test
    void withBubblewrapThereIsNoSocketAndNoFilterIsTurnedOffThatCanStay() throws IOException {
        assertThat(services("docker-compose.bubblewrap.yml").get("ai_engine"))
                .asInstanceOf(MAP)
                .containsEntry("environment", Map.of("LUCID_SANDBOX", "local"))
                .containsEntry("volumes", List.of("/dev/null:/var/run/docker.sock"))
                .extractingByKey("security_opt")
                .asInstanceOf(LIST)
                .contains("seccomp:build/seccomp.json")
                .doesNotContain("seccomp:unconfined");
        assertThat(text("build/seccomp.json")).contains("\"bpf\"", "\"io_uring_setup\"", "SCMP_ACT_ERRNO");
    }

    @Test
    void noSecretGetsIntoAnImage() throws IOException {
        assertThat(text(".dockerignore").lines()).contains(".env", ".git", "workspaces");
    }

    @SuppressWarnings("unchecked") // the file is ours
    private static Map<String, Object> engine() throws IOException {
        return (Map<String, Object>) requireNonNull(services().get("ai_engine"));
    }

    private static Map<String, Object> services() throws IOException {
        return services("docker-compose.yml");
    }

    @SuppressWarnings("unchecked") // the file is ours
    private static Map<String, Object> services(String file) throws IOException {
        var root = new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(text(file));

        return (Map<String, Object>) requireNonNull(root.get("services"));
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of(System.getProperty("lucid.checkout"), file));
    }
}
