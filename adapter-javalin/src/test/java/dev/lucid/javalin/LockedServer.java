package dev.lucid.javalin;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import dev.lucid.domain.identity.Secret;
import dev.lucid.javalin.lucidai.LucidAi;
import dev.lucid.javalin.lucidai.StoredChats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The real server on a free port, for users with credentials, over verbs that the test plays. */
public final class LockedServer implements AutoCloseable {
    public static final String INTERNAL_KEY = "the operator's own key";
    static final Secret SECRET = new Secret("a secret of at least thirty-two characters");
    static final Algorithm HMAC = Algorithm.HMAC256(SECRET.reveal());
    static final String ORIGIN = "https://pages.example";
    static final String WHO = "/who/{name}";

    private static final Limits PLENTY = new Limits(
            Optional.of(new Limits.Rate(10_000, 10_000)), Optional.of(new Limits.Rate(10_000, 10_000)), 1000);

    private final PlayedLucid lucid = new PlayedLucid();
    private final PlayedAccounts accounts = new PlayedAccounts();
    private final KeyServer keys = new KeyServer();
    private final TestClock clock = new TestClock();
    private final LucidServer server;

    public LockedServer() {
        this(PLENTY);
    }

    LockedServer(Limits limits) {
        this(limits, Optional.of(new Secret(INTERNAL_KEY)));
    }

    LockedServer(Limits limits, Optional<Secret> internalKey) {
        this(limits, internalKey, RequestWatch.none());
    }

    LockedServer(Limits limits, Optional<Secret> internalKey, RequestWatch watch) {
        var sources = new CredentialSources(Optional.of(SECRET), Optional.of(keys.address()), internalKey);
        var status = TestServer.STATUS;
        server = new LucidServer(
                new ServerSettings("127.0.0.1", 0, limits),
                new Credentials(sources, List.of(ORIGIN), accounts, accounts, clock),
                List.of(
                        new LucidAi(lucid.verbs(), () -> status, clock, Duration.ofSeconds(30)),
                        new StoredChats(lucid.verbs(), event -> "{\"seq\":" + event.seq() + "}"),
                        new SocketTickets(accounts),
                        new Who()),
                Optional.of(metrics()),
                watch,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
        server.start();
    }

    private static Metrics metrics() {
        var metrics = new Metrics();
        metrics.gauge("lucid.answer", "The answer", () -> 42);

        return metrics;
    }

    public LucidServer server() {
        return server;
    }

    public PlayedLucid lucid() {
        return lucid;
    }

    public PlayedAccounts accounts() {
        return accounts;
    }

    KeyServer keys() {
        return keys;
    }

    TestClock clock() {
        return clock;
    }

    public int port() {
        return server.port();
    }

    /** A good token of that user's. */
    public String token(String subject) {
        return JWT.create()
                .withSubject(subject)
                .withExpiresAt(clock.instant().plusSeconds(3600))
                .sign(HMAC);
    }

    public String bearer(String subject) {
        return "Authorization: Bearer " + token(subject);
    }

    /** Sends a request, as in {@code GET /health}, and gives all that comes back. */
    public String send(String methodAndPath, String... headers) {
        return sendBody(methodAndPath, "", headers);
    }

    public String sendBody(String methodAndPath, String body, String... headers) {
        var lines = new StringBuilder(methodAndPath + " HTTP/1.1\r\nHost: localhost:" + port() + "\r\n");
        for (var header : headers) {
            lines.append(header).append("\r\n");
        }
        lines.append("Content-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\nConnection: close\r\n\r\n")
                .append(body);

        return TestClient.exchange(port(), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        keys.close();
    }

    /** Tells users who they are, and breaks if it is asked for {@code trouble}. */
    private record Who() implements Wire {
        @Override
        public void lay(Routes routes) {
            routes.user(Method.POST, WHO, (user, request) -> {
                if (request.parameter("name").equals("trouble")) {
                    throw new IllegalStateException("Wanted by a test");
                }
                return Answer.ok("\"" + user + "\"");
            });
        }

        @Override
        public void close() {
            // owns nothing
        }
    }
}
