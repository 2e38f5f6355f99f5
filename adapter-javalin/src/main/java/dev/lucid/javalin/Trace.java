package dev.lucid.javalin;

import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * By what the log lines of one request are found: its id, as {@code request}, and its chat's, as {@code chat}, in SLF4J's
 * diagnostic context. The client is told the id, or gives it.
 */
final class Trace {
    static final String HEADER = "X-Request-ID";

    private static final String REQUEST = "request";
    private static final String CHAT = "chat";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Trace() {}

    /** Gives the request its id, and that back. */
    static String began(Context context, Request request) {
        var id = request.only("x-request-id")
                .filter(given -> SANE.matcher(given).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        context.attribute(HEADER, id);
        context.header(HEADER, id);
        MDC.put(REQUEST, id);

        return id;
    }

    /** The request has come to its route. */
    static void routed(Context context) {
        Optional.ofNullable(context.pathParamMap().get("chat_id"))
                .filter(chat -> SANE.matcher(chat).matches())
                .ifPresent(chat -> MDC.put(CHAT, chat));
    }

    static void ended() {
        MDC.remove(REQUEST);
        MDC.remove(CHAT);
    }

    /** Does what a socket's client wants, with the id of the request that opened it. A wire may put the chat's beside it. */
    static void within(WsContext socket, Runnable work) {
        var id = Optional.<String>ofNullable(socket.attribute(HEADER)).orElse("none");
        try (var _ = MDC.putCloseable(REQUEST, id)) {
            work.run();
        } finally {
            MDC.remove(CHAT);
        }
    }
}
