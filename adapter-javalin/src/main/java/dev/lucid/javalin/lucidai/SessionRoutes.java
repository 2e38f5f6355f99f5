package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.javalin.Answer;
import dev.lucid.javalin.Inputs;
import dev.lucid.javalin.JsonObject;
import dev.lucid.javalin.Method;
import dev.lucid.javalin.Rejection;
import dev.lucid.javalin.Request;
import dev.lucid.javalin.Routes;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.Session;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Sessions over REST: one is prepared here and started over the socket. */
final class SessionRoutes {
    static final String ALL = "/api/v1/sessions";
    static final String ONE = "/api/v1/sessions/{session_id}";

    /** As much of a task as lists show, in code points. */
    private static final int BRIEF = 80;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;

    // Foreign words, and not what Lucid would say: clients of this wire match them to show that no real model is there.
    private static final String MOCK = "Mock session created — OpenHands SDK not installed."
            + " Install openhands-sdk to enable real agent execution.";

    private static final String READY = "Agent session initialized. Connect via WebSocket to start.";

    private final ManageSessions sessions;
    private final BooleanSupplier mocked;

    /** Where {@code mocked}, there is no model but the scripted one. */
    SessionRoutes(ManageSessions sessions, BooleanSupplier mocked) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.mocked = requireNonNull(mocked, "mocked");
    }

    void lay(Routes routes) {
        routes.user(Method.POST, ALL, this::prepare);
        routes.user(Method.GET, ALL, (user, _) -> list(user));
        routes.user(Method.GET, ONE, this::show);
        routes.user(Method.DELETE, ONE, this::end);
    }

    private Answer prepare(UserId user, Request request) {
        var inputs = Inputs.ofBody(request);
        var start = new BodyWishes(inputs).start(inputs.text("task"), key(request));
        inputs.check();
        if (!isPlayed(start)
                && start.secrets().modelKey().filter(key -> !key.isPlain()).isPresent()) {
            return error(UNAUTHORIZED, "Invalid API Key");
        }
        var wished = sessions.prepare(start.by(user));
        if (wished instanceof ManageSessions.Preparation.Refused
                && start.model().isPresent()
                && mocked.getAsBoolean()) {
            start = start.withAnyModel();
            wished = sessions.prepare(start.by(user));
        }
        var played = isPlayed(start);
        return switch (wished) {
            case ManageSessions.Preparation.Prepared(var session) ->
                Answer.ok(status(played ? "mock" : "ready", session.id(), played ? MOCK : READY));
            case ManageSessions.Preparation.TooMany(var message, var again) ->
                Answer.problem(TOO_MANY, message).with("Retry-After", String.valueOf(Math.max(1, again.toSeconds())));
            case ManageSessions.Preparation.Refused(var message) -> error(BAD_REQUEST, message);
        };
    }

    /** Whether no real model would be asked. */
    private boolean isPlayed(ClientFrame.Start start) {
        return mocked.getAsBoolean()
                && start.model().map(StatusFrames::isScripted).orElse(true);
    }

    private static Answer error(int status, String message) {
        var detail = new JsonObject().put("status", "error").put("message", message);

        return new Answer(
                status, new JsonObject().putJson("detail", detail.end()).end());
    }

    private Answer list(UserId user) {
        var all = sessions.list(user).stream().map(session -> about(session).end());

        return Answer.ok(
                new JsonObject().putJson("sessions", JsonObject.array(all)).end());
    }

    private Answer show(UserId user, Request request) {
        var id = request.parameter("session_id");
        var session = found(id, Ids.session(id).map(known -> sessions.find(user, known)), "access");

        return Answer.ok(about(session).put("totalEvents", session.events()).end());
    }

    private Answer end(UserId user, Request request) {
        var id = request.parameter("session_id");
        var session = found(id, Ids.session(id).map(known -> sessions.end(user, known)), "stop");

        return Answer.ok(status("stopped", session.id(), "Session stopped and resources cleaned up."));
    }

    private static Session found(String id, Optional<ManageSessions.Lookup> lookup, String deed) {
        return switch (lookup.orElseGet(ManageSessions.Lookup.NoSuchSession::new)) {
            case ManageSessions.Lookup.Found(var session) -> session;
            case ManageSessions.Lookup.NoSuchSession _ -> throw Ids.noSession(id);
            case ManageSessions.Lookup.SomebodyElses _ -> throw Ids.othersSession(deed);
        };
    }

    private static JsonObject about(Session session) {
        return new JsonObject()
                .put("sessionId", session.id().toString())
                .put("userId", session.user().toString())
                .put("task", FrameBuilder.clipped(session.task(), BRIEF))
                .put("isAlive", true)
                .put("createdAt", Timestamps.text(session.createdAt()));
    }

    private static String status(String status, SessionId session, String message) {
        return new JsonObject()
                .put("status", status)
                .put("sessionId", session.toString())
                .put("message", message)
                .end();
    }

    private static Optional<String> key(Request request) {
        var key = request.only("idempotency-key").map(String::strip).filter(text -> !text.isEmpty());
        if (key.filter(text -> text.length() > Wishes.MAX_KEY).isPresent()) {
            throw new Rejection(
                    BAD_REQUEST, "The header Idempotency-Key has at most " + Wishes.MAX_KEY + " characters.");
        }

        return key;
    }

    /** What is said beside the task in a request's body. */
    private record BodyWishes(Inputs inputs) implements Wishes {
        @Override
        public Optional<String> line(String name, int max) {
            return inputs.line(name, max);
        }

        @Override
        public boolean flag(String name) {
            return inputs.flag(name);
        }
    }
}
