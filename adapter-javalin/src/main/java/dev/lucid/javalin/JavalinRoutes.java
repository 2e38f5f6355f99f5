package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.port.PortFailure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays a wire's routes in Javalin, behind the door that {@link Identity} keeps. */
final class JavalinRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(JavalinRoutes.class);

    private static final String USER = "lucid.user";

    /** As long as a body may be, in bytes: as a message over a socket. */
    private static final int MAX_BODY = 1 << 20;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final RoutesConfig javalin;
    private final Identity identity;
    private final Lines lines;
    private final List<Route> table = new ArrayList<>();

    JavalinRoutes(RoutesConfig javalin, Identity identity, Lines lines) {
        this.javalin = javalin;
        this.identity = identity;
        this.lines = lines;
    }

    /** Lays what holds for all wires: the door, and answers for what goes wrong. */
    void layCommon() {
        javalin.before(context -> letIn(request(context)));
        javalin.wsBeforeUpgrade(context -> letIn(request(context)));
        javalin.exception(NotFoundResponse.class, (_, context) -> answer(context, NOT_FOUND, "Not Found"));
        javalin.exception(
                MethodNotAllowedResponse.class, (_, context) -> answer(context, NOT_ALLOWED, "Method Not Allowed"));
        javalin.exception(Rejection.class, (e, context) -> write(context, e.answer()));
        javalin.exception(
                HttpResponseException.class,
                (e, context) -> answer(context, e.getStatus(), String.valueOf(e.getMessage())));
        javalin.exception(
                HttpException.RuntimeException.class, (e, context) -> answer(context, e.getCode(), e.getReason()));
        javalin.exception(PortFailure.Transient.class, (e, context) -> {
            LOG.warn("{} {} failed: {}", context.method(), context.path(), e.getMessage());
            answer(context, UNAVAILABLE, "Lucid cannot answer just now. Please try again.");
        });
        javalin.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            answer(context, INTERNAL_ERROR, "Internal error");
        });
    }

    @Override
    public void open(Method method, String path, Function<Request, Answer> page) {
        lay(new Route(method, path, Route.Door.OPEN), context -> page.apply(whole(context)));
    }

    @Override
    public void user(Method method, String path, Handler handler) {
        lay(new Route(method, path, Route.Door.USER), context -> {
            var user = user(request(context));
            return handler.answer(user, whole(context));
        });
    }

    @Override
    public void socket(String path, Reception reception) {
        table.add(new Route(Method.GET, path, Route.Door.SOCKET));
        javalin.get(path, context -> answer(context, UPGRADE_REQUIRED, "This address speaks WebSocket"));
        javalin.wsBeforeUpgrade(path, context -> context.attribute(USER, user(request(context))));
        javalin.ws(path, socket -> converse(socket, reception));
    }

    @Override
    public List<Route> table() {
        return List.copyOf(table);
    }

    private void lay(Route route, Function<Context, Answer> answer) {
        table.add(route);
        javalin.addHttpHandler(
                HandlerType.findOrCreate(route.method().name()),
                route.path(),
                context -> write(context, answer.apply(context)));
    }

    private void converse(WsConfig socket, Reception reception) {
        socket.onConnect(opened -> lines.opened(opened.sessionId(), opened.session, user(opened), reception));
        socket.onMessage(message -> lines.heard(message.sessionId(), talk -> talk.heard(message.message())));
        socket.onBinaryMessage(message -> lines.heard(message.sessionId(), Talk::heardBytes));
        socket.onClose(closed -> lines.ended(closed.sessionId()));
        socket.onError(failed -> LOG.debug("Socket {} failed", failed.sessionId(), failed.error()));
    }

    private void letIn(Request request) {
        identity.refusal(request).ifPresent(refusal -> {
            throw refused(refusal);
        });
    }

    private UserId user(Request request) {
        return switch (identity.user(request)) {
            case Known(var user) -> user;
            case Refusal refusal -> throw refused(refusal);
        };
    }

    private static UserId user(WsConnectContext opened) {
        return Optional.<UserId>ofNullable(opened.attribute(USER))
                .orElseThrow(() -> new IllegalStateException("A socket was opened by nobody"));
    }

    private static Rejection refused(Refusal refusal) {
        return new Rejection(refusal.status(), refusal.detail());
    }

    /** The request before its body, and before there is a route. */
    private static Request request(Context context) {
        return request(context, Map.of(), "");
    }

    /** The request as its route sees it. */
    private static Request whole(Context context) {
        return request(context, context.pathParamMap(), body(context.req()));
    }

    private static Request request(Context context, Map<String, String> parameters, String body) {
        var request = context.req();
        var headers = Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> List.copyOf(Collections.list(request.getHeaders(name))),
                        (a, _) -> a));

        return new Request(request.getMethod(), context.path(), parameters, context.queryParamMap(), headers, body);
    }

    private static String body(HttpServletRequest request) {
        try {
            var bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new Rejection(TOO_LARGE, "A request's body has at most " + MAX_BODY + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IOException e) {
            LOG.debug("A body could not be read", e);
            throw new Rejection(BAD_REQUEST, "There was an error parsing the body");
        }
    }

    private static void answer(Context context, int status, String detail) {
        write(context, Answer.problem(status, detail));
    }

    private static void write(Context context, Answer answer) {
        if (Optional.ofNullable(context.header("Sec-WebSocket-Version")).isPresent()) {
            writeBeforeUpgrade(context.res(), answer);
        } else {
            answer.headers().forEach(context::header);
            context.status(answer.status()).contentType(answer.type()).result(answer.body());
        }
    }

    /** A request that asks for an upgrade and does not get it: Javalin writes no answer then. */
    private static void writeBeforeUpgrade(HttpServletResponse response, Answer answer) {
        response.setStatus(answer.status());
        response.setContentType(answer.type());
        answer.headers().forEach(response::setHeader);
        try {
            response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("A refused client did not wait for the answer", e);
        }
    }
}
