package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/**
 * Every variable that Lucid knows, by its name. Those whose feature is not in this version are checked and otherwise have no
 * effect: {@link #awaited} names the feature.
 */
enum Variable {
    LUCID_DATA(Checks::any),
    DATABASE_URL(Checks::database, Secrecy.SECRET),

    LUCID_SANDBOX(Checks.oneOf("auto", "docker", "local")),
    WORKSPACE_BASE_PATH(Checks::any),
    WORKSPACE_MOUNT_PATH(Checks::mountPath),
    SANDBOX_MEMORY_LIMIT(Checks::memory),
    SANDBOX_DISK_LIMIT(Checks::disk),
    SANDBOX_IMAGE(Checks::image),
    SANDBOX_PULL(Checks.oneOf("never", "missing")),
    SANDBOX_CPU_LIMIT(Checks::positive),
    SANDBOX_CONTAINER_PREFIX(Checks::containerName),
    SANDBOX_ALLOWED_HOSTS(Checks::allowedHosts),
    DOCKER_HOST(Checks::socket),
    DOCKER_NETWORK(Checks::network),
    HOST_WORKSPACE_PATH(Checks::any),
    LUCID_POOL(Checks::poolSize),

    ANTHROPIC_API_KEY(Checks::any, Secrecy.SECRET),
    OPENAI_API_KEY(Checks::any, Secrecy.SECRET),
    GOOGLE_API_KEY(Checks::any, Secrecy.SECRET),
    LLM_API_KEY(Checks::any, Secrecy.SECRET),
    LLM_BASE_URL(Checks::webAddress),
    DEFAULT_MODEL_PROVIDER(Checks::any),
    DEFAULT_MODEL(Checks::any),
    LUCID_ANTHROPIC_MODEL(Checks::any),
    LUCID_OPENAI_MODEL(Checks::any),
    LUCID_GOOGLE_MODEL(Checks::any),
    LUCID_SCRIPT(Checks::any),
    LUCID_RECORD(Checks::any),

    MAX_ITERATIONS(Checks::positiveCount),
    CONVERSATION_TIMEOUT(Checks::positiveCount),
    LUCID_APPROVE(Checks.oneOf("never", "writes", "all")),
    ALLOWED_PRIVATE_HOSTS(Checks::privateHosts),

    PORT(Checks::port),
    ALLOWED_ORIGINS(Checks::any),
    CORS_ALLOWED_ORIGINS(Checks::any),
    SESSION_GRACE_SECONDS(Checks::count),

    LUCID_CHATS_PER_USER(Checks::positiveCount),
    LUCID_TURNS(Checks::positiveCount),
    LUCID_MIN_FREE_MB(Checks::count),
    LUCID_REQUESTS_PER_SECOND(Checks::positiveCount),
    LUCID_REQUEST_BURST(Checks::positiveCount),
    LUCID_MAX_REQUEST_BYTES(Checks::positiveCount),
    LUCID_SOCKETS_PER_USER(Checks::positiveCount),
    LUCID_MAX_CONNECTIONS(Checks::positiveCount),
    LUCID_CONNECTIONS_PER_ADDRESS(Checks::positiveCount),
    LUCID_TOKEN(Checks::any, Secrecy.SECRET),
    LUCID_LOG_FORMAT(Checks.oneOf("text", "json")),

    OTEL_EXPORTER_OTLP_ENDPOINT(Checks::webAddress),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT(Checks::webAddress),
    OTEL_EXPORTER_OTLP_HEADERS(Checks::headers, Secrecy.SECRET),
    OTEL_SERVICE_NAME(Checks::any),
    OTEL_TRACES_SAMPLER(Checks.oneOf(
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio")),
    OTEL_TRACES_SAMPLER_ARG(Checks::share),
    OTEL_SDK_DISABLED(Checks::flag),

    SUPABASE_URL(Checks::supabase),
    SUPABASE_JWT_SECRET(Checks::secret, Secrecy.SECRET),
    SUPABASE_ANON_KEY(Checks::any, Secrecy.SECRET, "front ends that read the same file"),
    SUPABASE_SERVICE_KEY(Checks::any, Secrecy.SECRET, "front ends that read the same file"),
    SESSION_SECRET(Checks::any, Secrecy.SECRET, "front ends that read the same file"),
    AUTH_SECRET(Checks::any, Secrecy.SECRET, "front ends that read the same file"),
    AUTH_JWT_SECRET(Checks::any, Secrecy.SECRET, "logins of its own"),
    AUTH_COOKIE_NAME(Checks::any, "logins of its own"),
    AUTH_ACCESS_TOKEN_TTL_SECONDS(Checks::positiveCount, "logins of its own"),
    AUTH_REFRESH_TOKEN_TTL_SECONDS(Checks::positiveCount, "logins of its own"),
    INTERNAL_API_KEY(Checks::secret, Secrecy.SECRET),
    ENCRYPTION_KEY(Checks::secret, Secrecy.SECRET),
    ENCRYPTION_KEY_OLD(Checks::secrets, Secrecy.SECRET),
    TOKEN_CIPHER(Checks.oneOf("gcm", "cbc")),

    MAIN_AGENT_USE_MOCK(Checks::flag, "the assistant's routes"),
    MAIN_AGENT_MOCK_MESSAGES_FILE(Checks::any, "the assistant's routes"),
    WEB_TOOLS_USE_MOCK(Checks::flag, "the assistant's routes"),
    WEB_TOOLS_MOCK_DATA_FILE(Checks::any, "the assistant's routes"),
    TAVILY_API_KEY(Checks::any, Secrecy.SECRET, "web search"),

    CODEX_INTERNAL_API_KEY(Checks::any, Secrecy.SECRET, "the model gateway"),
    LLM_BACKENDS_FILE(Checks::any, "the model gateway"),
    CODEX_VERSION(Checks::any, "foreign agents"),
    CODEX_JSON_FLAG(Checks::any, "foreign agents"),
    CODEX_MODEL_ALIAS(Checks::any, "foreign agents"),
    CODEX_GATEWAY_URL(Checks::webAddress, "foreign agents"),
    CODEX_RUNTIME_ROOT(Checks::any, "foreign agents"),
    CODEX_DATA_ROOT(Checks::any, "foreign agents"),
    CODEX_DB_ROOT(Checks::any, "earlier systems' own database; chats live in PostgreSQL"),

    GITHUB_APP_ID(Checks::any, "research projects"),
    GITHUB_INSTALLATION_ID(Checks::any, "research projects"),
    GITHUB_PRIVATE_KEY(Checks::any, Secrecy.SECRET, "research projects"),
    RESEARCH_GITHUB_ORG(Checks::any, "research projects"),
    RESEARCH_REPO_PRIVATE(Checks::flag, "research projects"),
    GITHUB_API_URL(Checks::webAddress),
    GITLAB_API_URL(Checks::webAddress),
    WORKSPACE_RETENTION_DAYS(Checks::positiveCount);

    /** Whether a value may be seen. Closed for ever. */
    private enum Secrecy {
        OPEN,
        SECRET
    }

    @SuppressWarnings("ImmutableEnumChecker") // each is a method that knows nothing but its argument
    private final Function<String, Optional<String>> check;

    private final Secrecy secrecy;
    private final Optional<String> awaited;

    Variable(Function<String, Optional<String>> check) {
        this(check, Secrecy.OPEN, Optional.empty());
    }

    Variable(Function<String, Optional<String>> check, Secrecy secrecy) {
        this(check, secrecy, Optional.empty());
    }

    Variable(Function<String, Optional<String>> check, String awaited) {
        this(check, Secrecy.OPEN, Optional.of(awaited));
    }

    Variable(Function<String, Optional<String>> check, Secrecy secrecy, String awaited) {
        this(check, secrecy, Optional.of(awaited));
    }

    Variable(Function<String, Optional<String>> check, Secrecy secrecy, Optional<String> awaited) {
        this.check = requireNonNull(check, "check");
        this.secrecy = requireNonNull(secrecy, "secrecy");
        this.awaited = requireNonNull(awaited, "awaited");
    }

    /** What is wrong with a value, to be read after the variable's name; says what to set, and never the value. */
    Optional<String> fault(String value) {
        return check.apply(value);
    }

    /** Whether the value must be seen by nobody. */
    boolean secret() {
        return secrecy == Secrecy.SECRET;
    }

    /** What it is for, where this version does nothing with it; empty if it does. */
    Optional<String> awaited() {
        return awaited;
    }
}
