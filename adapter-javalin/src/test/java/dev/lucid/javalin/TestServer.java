package dev.lucid.javalin;

import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.javalin.lucidai.LucidAi;
import dev.lucid.javalin.lucidai.StoredChats;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The real server on a free port, over verbs that the test plays. */
public final class TestServer implements AutoCloseable {
    public static final EngineStatus STATUS = new EngineStatus(true, false, 2, 3, "scripted/default");

    private final PlayedLucid lucid = new PlayedLucid();
    private final LucidServer server;
    private final Described described = new Described(this::document);

    public TestServer() {
        this(new ServerSettings("127.0.0.1", 0), Duration.ofSeconds(30));
    }

    public TestServer(ServerSettings settings, Duration patience) {
        this(settings, patience, new LocalMode(List.of("http://localhost:3000")));
    }

    /** With users who name themselves, and ask as often as they like. */
    public static TestServer withUsers() {
        var asOften = new Limits(Optional.empty(), Optional.empty(), 1 << 20);

        return new TestServer(new ServerSettings("127.0.0.1", 0, asOften), Duration.ofSeconds(30), NamedUsers.IDENTITY);
    }

    private TestServer(ServerSettings settings, Duration patience, Identity identity) {
        server = new LucidServer(
                settings,
                identity,
                List.of(
                        new LucidAi(lucid.verbs(), () -> STATUS, InstantSource.fixed(PlayedLucid.NOON), patience),
                        new StoredChats(lucid.verbs(), event -> "{\"seq\":" + event.seq() + "}"),
                        new SocketTickets(new PlayedAccounts())),
                new Metrics(),
                RequestWatch.none());
        server.start();
    }

    public PlayedLucid lucid() {
        return lucid;
    }

    public LucidServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    /** A client of the REST routes who is that user. */
    public RestClient rest(String user) {
        return new RestClient(port(), user, described);
    }

    /** What the server says of its routes. */
    public String document() {
        return new RestClient(port(), "reader", Described.NOT)
                .get("/openapi.json")
                .body();
    }

    public TestClient connect() {
        return TestClient.connect(port());
    }

    @Override
    public void close() {
        server.close();
    }
}
