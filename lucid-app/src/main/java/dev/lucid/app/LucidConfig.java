package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.app.tracing.TraceSettings;
import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.Secret;
import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.javalin.Limits;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.TokenCipher;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is configured, checked. Its text form shows no secret.
 *
 * @param data the data directory, absolute
 * @param given the variables that are set, none of them empty
 */
record LucidConfig(Path data, Map<Variable, String> given) {
    private static final int USUAL_PORT = 8000;
    private static final int USUAL_CHATS = 100;
    private static final int USUAL_TURNS = 200;
    private static final int USUAL_FREE_MB = 256;
    private static final Duration USUAL_GRACE = Duration.ofSeconds(30);
    private static final Duration USUAL_RETENTION = Duration.ofDays(30);
    private static final String USUAL_ORIGINS = "http://localhost:3000";

    /** What makes a server ask for credentials. */
    private static final List<Variable> CREDENTIALS = List.of(
            Variable.SUPABASE_URL, Variable.SUPABASE_JWT_SECRET, Variable.INTERNAL_API_KEY, Variable.AUTH_JWT_SECRET);

    LucidConfig {
        requireNonNull(data, "data");
        given = Map.copyOf(given);
        given.forEach((variable, value) -> variable.fault(value).ifPresent(fault -> {
            throw new IllegalArgumentException(variable + " " + fault);
        }));
        Together.faults(given).stream().findFirst().ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
    }

    /** The same with another value of a variable. */
    LucidConfig with(Variable variable, String value) {
        var others = new EnumMap<Variable, String>(Variable.class);
        others.putAll(given);
        others.put(variable, value);

        return new LucidConfig(data, others);
    }

    Optional<String> text(Variable variable) {
        return Optional.ofNullable(given.get(variable));
    }

    Optional<DatabaseAddress> database() {
        return text(Variable.DATABASE_URL).map(DatabaseAddress::of);
    }

    /** A kind of sandbox: auto, docker or local. */
    String sandbox() {
        return text(Variable.LUCID_SANDBOX).orElse("auto").toLowerCase(Locale.ROOT);
    }

    Path workspaces() {
        return text(Variable.WORKSPACE_BASE_PATH)
                .map(path -> Path.of(path).toAbsolutePath().normalize())
                .orElse(data.resolve("workspaces"));
    }

    /** Where outputs lie that are too long for the log. */
    Path outputs() {
        return data.resolve("outputs");
    }

    /** Where copies of repositories lie that no sandbox sees. */
    Path repositories() {
        return data.resolve("repositories");
    }

    /** How long a chat in which nothing happens keeps what it has on this machine. */
    Duration retention() {
        return number(Variable.WORKSPACE_RETENTION_DAYS).map(Duration::ofDays).orElse(USUAL_RETENTION);
    }

    Optional<String> mountPath() {
        return text(Variable.WORKSPACE_MOUNT_PATH);
    }

    /** How many containers wait for sessions that begin. */
    int pool() {
        return number(Variable.LUCID_POOL).orElse(0);
    }

    OptionalLong sandboxMemory() {
        return text(Variable.SANDBOX_MEMORY_LIMIT).map(Checks::bytes).orElse(OptionalLong.empty());
    }

    /** In bytes; 0 for no limit. */
    OptionalLong workspaceRoom() {
        return text(Variable.SANDBOX_DISK_LIMIT).map(Checks::room).orElse(OptionalLong.empty());
    }

    /** The scripted model's own file. */
    Optional<Path> script() {
        return text(Variable.LUCID_SCRIPT).map(Path::of);
    }

    AllowedPrivateHosts privateHosts() {
        return text(Variable.ALLOWED_PRIVATE_HOSTS)
                .map(AllowedPrivateHosts::parse)
                .orElse(AllowedPrivateHosts.none());
    }

    /** The hosts that agents' commands may reach; where there are none, they have no network. */
    AllowedHosts allowedHosts() {
        return text(Variable.SANDBOX_ALLOWED_HOSTS).map(AllowedHosts::parse).orElse(AllowedHosts.NONE);
    }

    int port() {
        return text(Variable.PORT).map(Integer::parseInt).orElse(USUAL_PORT);
    }

    List<String> allowedOrigins() {
        var text = text(Variable.ALLOWED_ORIGINS)
                .or(() -> text(Variable.CORS_ALLOWED_ORIGINS))
                .orElse(USUAL_ORIGINS);

        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
    }

    /** What a turn may use up. */
    TurnRules rules() {
        var standard = TurnRules.STANDARD;

        return new TurnRules(
                text(Variable.MAX_ITERATIONS).map(Integer::parseInt).orElse(standard.iterations()),
                text(Variable.CONVERSATION_TIMEOUT)
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .orElse(standard.time()),
                standard.tokens(),
                standard.microUsd(),
                standard.window(),
                text(Variable.LUCID_APPROVE)
                        .map(name -> ApprovalPolicy.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(standard.approval()),
                standard.approvalTime());
    }

    /** How long a chat whose last watcher has left stays active. */
    Duration grace() {
        return text(Variable.SESSION_GRACE_SECONDS)
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(USUAL_GRACE);
    }

    Optional<Secret> secret(Variable variable) {
        return text(variable).map(Secret::new);
    }

    /** What opens tokens that were stored under an earlier key. */
    List<Secret> earlierKeys() {
        return text(Variable.ENCRYPTION_KEY_OLD).map(Checks::secretsOf).orElse(List.of());
    }

    /** How tokens of integrations are written. */
    TokenCipher.Form tokenForm() {
        return text(Variable.TOKEN_CIPHER).filter("cbc"::equalsIgnoreCase).isPresent()
                ? TokenCipher.Form.CBC
                : TokenCipher.Form.GCM;
    }

    /** How many megabytes of the data directory's disk must be free before anything new begins. */
    int minimumFreeMegabytes() {
        return number(Variable.LUCID_MIN_FREE_MB).orElse(USUAL_FREE_MB);
    }

    /** How many chats are worked on at once. */
    int turns() {
        return number(Variable.LUCID_TURNS).orElse(USUAL_TURNS);
    }

    /** How many chats of one user may be active at once, where users show credentials. */
    int chatsPerUser() {
        return number(Variable.LUCID_CHATS_PER_USER).orElse(USUAL_CHATS);
    }

    Optional<URI> address(Variable variable) {
        return text(variable).map(URI::create);
    }

    /** Whether log lines are for programs to read. */
    boolean logsJson() {
        return text(Variable.LUCID_LOG_FORMAT).filter("json"::equalsIgnoreCase).isPresent();
    }

    /** Where traces go; empty if nobody wants any. */
    Optional<TraceSettings> traces() {
        return TraceReading.of(this);
    }

    /** All that must be seen by nobody; of what may be a list, each part too. */
    List<String> secrets() {
        return Stream.of(
                        given.entrySet().stream()
                                .filter(entry -> entry.getKey().secret())
                                .flatMap(entry -> Stream.concat(
                                        Stream.of(entry.getValue()),
                                        Stream.of(entry.getValue().split(",")))),
                        database().stream().map(DatabaseAddress::password),
                        text(Variable.OTEL_EXPORTER_OTLP_HEADERS).stream()
                                .flatMap(headers -> Checks.headersOf(headers).values().stream())
                                .map(Secret::reveal))
                .flatMap(secrets -> secrets)
                .map(String::strip)
                .toList();
    }

    /** Whether nothing asks for credentials: a server is for whoever is at this machine, as commands are. */
    boolean isLocal() {
        return credentials().isEmpty();
    }

    /** What a server takes of one user. */
    Limits limits() {
        var standard = Limits.STANDARD;
        var usual = standard.user().orElseThrow();
        var rate = new Limits.Rate(
                number(Variable.LUCID_REQUESTS_PER_SECOND).orElse(usual.perSecond()),
                number(Variable.LUCID_REQUEST_BURST).orElse(usual.burst()));

        return new Limits(
                Optional.of(rate),
                standard.failures(),
                number(Variable.LUCID_MAX_REQUEST_BYTES).orElse(standard.maxBodyBytes()),
                OptionalInt.of(number(Variable.LUCID_SOCKETS_PER_USER)
                        .orElse(standard.sockets().orElseThrow())),
                number(Variable.LUCID_MAX_CONNECTIONS).orElse(standard.connections()),
                number(Variable.LUCID_CONNECTIONS_PER_ADDRESS).orElse(standard.perAddress()));
    }

    private Optional<Integer> number(Variable variable) {
        return text(variable).map(Integer::parseInt);
    }

    /** The variables that make a server ask for credentials, as far as they are set. */
    List<Variable> credentials() {
        return CREDENTIALS.stream().filter(given::containsKey).toList();
    }

    @Override
    public String toString() {
        var values = given.keySet().stream()
                .sorted()
                .map(variable -> variable + "=" + (variable.secret() ? "***" : given.get(variable)))
                .collect(Collectors.joining(", "));

        return "LucidConfig[data=" + data + (values.isEmpty() ? "" : ", " + values) + "]";
    }
}
