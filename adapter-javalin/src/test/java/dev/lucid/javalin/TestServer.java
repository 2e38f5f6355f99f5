package dev.lucid.javalin;

import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.javalin.lucidai.LucidAi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The real server on a free port, over verbs that the test plays. */
public final class TestServer implements AutoCloseable {
    public static final EngineStatus STATUS = new EngineStatus(true, false, 2, 3, "scripted/default");

    private final PlayedLucid lucid = new PlayedLucid();
    private final LucidServer server;

    public TestServer() {
        this(new ServerSettings("127.0.0.1", 0), Duration.ofSeconds(30));
    }

    public TestServer(ServerSettings settings, Duration patience) {
        server = new LucidServer(
                settings,
                new LocalMode(List.of("http://localhost:3000")),
                List.of(new LucidAi(lucid.verbs(), () -> STATUS, InstantSource.fixed(PlayedLucid.NOON), patience)));
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

    public TestClient connect() {
        return TestClient.connect(port());
    }

    @Override
    public void close() {
        server.close();
    }
}
