package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.javalin.Answer;
import dev.lucid.javalin.JsonObject;
import dev.lucid.javalin.Method;
import dev.lucid.javalin.Routes;
import dev.lucid.javalin.Verbs;
import dev.lucid.javalin.Wire;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The wire of Lucid AI. */
public final class LucidAi implements Wire {
    /** How long a client has to say what it wants. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Verbs verbs;
    private final Supplier<EngineStatus> status;
    private final Duration patience;
    private final Encoding encoding;

    public LucidAi(Verbs verbs, Supplier<EngineStatus> status, InstantSource clock) {
        this(verbs, status, clock, PATIENCE);
    }

    /** With another time for clients to say what they want. */
    public LucidAi(Verbs verbs, Supplier<EngineStatus> status, InstantSource clock, Duration patience) {
        this.verbs = requireNonNull(verbs, "verbs");
        this.status = requireNonNull(status, "status");
        this.patience = requireNonNull(patience, "patience");
        this.encoding = new Encoding(verbs.browseWorkspace(), clock);
    }

    @Override
    public void lay(Routes routes) {
        routes.describe(Descriptions.read(Descriptions.ROUTES));
        routes.open(Method.GET, "/", _ -> Answer.ok(status.get().json()));
        routes.open(
                Method.GET,
                "/health",
                _ -> Answer.ok(new JsonObject().put("status", "ok").end()));
        BooleanSupplier mocked = () -> StatusFrames.isScripted(status.get().model());
        new SessionRoutes(verbs.manageSessions(), mocked).lay(routes);
        new ChatRoutes(verbs.readChats(), verbs.manageChats()).lay(routes);
        new FileRoutes(verbs.browseSession()).lay(routes);
        new IntegrationRoutes(verbs.connectHosts()).lay(routes);
        routes.socket(
                "/api/v1/ws", (visitor, line) -> new Conversation(visitor, line, verbs, encoding, mocked, patience));
    }

    @Override
    public void close() {
        encoding.close();
    }
}
