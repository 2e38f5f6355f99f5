package dev.lucid.javalin;

import dev.lucid.port.PortFailure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays a wire's routes in Javalin, behind the {@link Gate}. */
final class JavalinRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(JavalinRoutes.class);

    private static final String VISITOR = "lucid.visitor";

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final RoutesConfig javalin;
    private final Gate gate;
    private final Edge edge;
    private final Lines lines;
    private final int maxBodyBytes;
    private final List<Route> table = new ArrayList<>();
    private final List<String> descriptions = new ArrayList<>();
    private volatile Optional<String> document = Optional.empty();

    JavalinRoutes(RoutesConfig javalin, Gate gate, Edge edge, Lines lines, int maxBodyBytes) {
        this.javalin = javalin;
        this.gate = gate;
        this.edge = edge;
        this.lines = lines;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Lays what holds for all wires: the door, and answers for what goes wrong. */
    void layCommon() {
        javalin.before(this::letIn);
        javalin.wsBeforeUpgrade(this::letIn);
        javalin.exception(NotFoundResponse.class, (_, context) -> answer(context, NOT_FOUND, "Not Found"));
        javalin.exception(
                MethodNotAllowedResponse.class, (_, context) -> answer(context, NOT_ALLOWED, "Method Not Allowed"));
        javalin.exception(Rejection.class, (e, context) -> Exchange.write(context, e.answer()));
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
        lay(new Route(method, path, Route.Door.OPEN), context -> page.apply(Exchange.head(context)));
    }

    @Override
    public void user(Method method, String path, Handler handler) {
        lay(new Route(method, path, Route.Door.USER), context -> {
            var user = gate.known(Exchange.head(context)).user();
            return handler.answer(user, whole(context));
        });
    }

    @Override
    public void credential(Method method, String path, Function<Identity.Known, Answer> page) {
        lay(new Route(method, path, Route.Door.USER), context -> page.apply(gate.known(Exchange.head(context))));
    }

    @Override
    public void socket(String path, Reception reception) {
        table.add(new Route(Method.GET, path, Route.Door.SOCKET));
        io.javalin.http.Handler plain = context -> answer(context, UPGRADE_REQUIRED, "This address speaks WebSocket");
        javalin.addHttpHandler(HandlerType.GET, path, plain);
        javalin.addHttpHandler(HandlerType.HEAD, path, plain);
        javalin.wsBeforeUpgrade(path, context -> context.attribute(VISITOR, gate.visitor(Exchange.head(context))));
        javalin.ws(path, socket -> converse(socket, reception));
    }

    @Override
    public void describe(String operations) {
        descriptions.add(operations);
    }

    /** All that was laid, with what was said of it, as an OpenAPI document. Asked for once all is laid. */
    String document() {
        if (document.isEmpty()) {
            document = Optional.of(new OpenApi(table, descriptions).json());
        }

        return document.orElseThrow();
    }

    @Override
    public List<Route> table() {
        return List.copyOf(table);
    }

    private void lay(Route route, Function<Context, Answer> answer) {
        table.add(route);
        io.javalin.http.Handler handler = context -> {
            edge.routed(context, route);
            Exchange.write(context, answer.apply(context));
        };
        javalin.addHttpHandler(HandlerType.findOrCreate(route.method().name()), route.path(), handler);
        if (route.method() == Method.GET) {
            // Javalin itself would answer 200 without asking whose request it is.
            javalin.addHttpHandler(HandlerType.HEAD, route.path(), handler);
        }
    }

    private void converse(WsConfig socket, Reception reception) {
        socket.onConnect(opened -> Trace.within(
                opened, () -> lines.opened(opened.sessionId(), opened.session, visitor(opened), reception)));
        socket.onMessage(message ->
                Trace.within(message, () -> lines.heard(message.sessionId(), talk -> talk.heard(message.message()))));
        socket.onBinaryMessage(
                message -> Trace.within(message, () -> lines.heard(message.sessionId(), Talk::heardBytes)));
        socket.onClose(closed -> lines.ended(closed.sessionId()));
        socket.onError(failed -> LOG.debug("Socket {} failed", failed.sessionId(), failed.error()));
    }

    private void letIn(Context context) {
        var request = Exchange.head(context);
        edge.began(context, request);
        gate.letIn(request);
        edge.preflight(request).ifPresent(answer -> {
            Exchange.write(context, answer);
            context.skipRemainingHandlers();
        });
    }

    private Request whole(Context context) {
        return Exchange.whole(context, maxBodyBytes);
    }

    private static Visitor visitor(WsConnectContext opened) {
        return Optional.<Visitor>ofNullable(opened.attribute(VISITOR))
                .orElseThrow(() -> new IllegalStateException("A socket was opened by nobody"));
    }

    private static void answer(Context context, int status, String detail) {
        Exchange.write(context, Answer.problem(status, detail));
    }
}
