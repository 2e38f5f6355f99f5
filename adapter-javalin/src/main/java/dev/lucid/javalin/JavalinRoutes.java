package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.port.PortFailure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final int UPGRADE_REQUIRED = 426;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final RoutesConfig javalin;
    private final Identity identity;
    private final Lines lines;

    JavalinRoutes(RoutesConfig javalin, Identity identity, Lines lines) {
        this.javalin = javalin;
        this.identity = identity;
        this.lines = lines;
    }

    /** Lays what holds for all wires: the door, and answers for what goes wrong. */
    void layCommon() {
        javalin.before(context -> letIn(request(context)));
        javalin.wsBeforeUpgrade(context -> letIn(request(context)));
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
    public void get(String path, Function<Request, Answer> page) {
        javalin.get(path, context -> write(context, page.apply(request(context))));
    }

    @Override
    public void socket(String path, Reception reception) {
        javalin.get(path, context -> answer(context, UPGRADE_REQUIRED, "This address speaks WebSocket"));
        javalin.wsBeforeUpgrade(path, context -> {
            switch (identity.user(request(context))) {
                case Known(var user) -> context.attribute(USER, user);
                case Refusal refusal -> throw refused(refusal);
            }
        });
        javalin.ws(path, socket -> converse(socket, reception));
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

    private static UserId user(WsConnectContext opened) {
        return Optional.<UserId>ofNullable(opened.attribute(USER))
                .orElseThrow(() -> new IllegalStateException("A socket was opened by nobody"));
    }

    private static HttpResponseException refused(Refusal refusal) {
        return new HttpResponseException(refusal.status(), refusal.detail(), Map.of());
    }

    private static Request request(Context context) {
        var request = context.req();
        var headers = Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> List.copyOf(Collections.list(request.getHeaders(name))),
                        (a, _) -> a));

        return new Request(request.getMethod(), headers);
    }

    private static void answer(Context context, int status, String detail) {
        write(context, Answer.problem(status, detail));
    }

    private static void write(Context context, Answer answer) {
        if (Optional.ofNullable(context.header("Sec-WebSocket-Version")).isPresent()) {
            writeBeforeUpgrade(context.res(), answer);
        } else {
            context.status(answer.status())
                    .contentType(ContentType.APPLICATION_JSON)
                    .result(answer.json());
        }
    }

    /** A request that asks for an upgrade and does not get it: Javalin writes no answer then. */
    private static void writeBeforeUpgrade(HttpServletResponse response, Answer answer) {
        response.setStatus(answer.status());
        response.setContentType(ContentType.JSON);
        try {
            response.getOutputStream().write(answer.json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("A refused client did not wait for the answer", e);
        }
    }
}
