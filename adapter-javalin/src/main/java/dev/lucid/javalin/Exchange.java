package dev.lucid.javalin;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests from Javalin, and writes answers to it. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private Exchange() {}

    /** The request before its body, and before there is a route. */
    static Request head(Context context) {
        return request(context, Map.of(), "");
    }

    /** The request as its route sees it; ends one whose body is longer than that. */
    static Request whole(Context context, int maxBodyBytes) {
        return request(context, context.pathParamMap(), body(context.req(), maxBodyBytes));
    }

    private static Request request(Context context, Map<String, String> parameters, String body) {
        var request = context.req();
        var headers = Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> List.copyOf(Collections.list(request.getHeaders(name))),
                        (a, _) -> a));

        return new Request(
                request.getMethod(),
                context.path(),
                parameters,
                context.queryParamMap(),
                headers,
                body,
                peer(request.getRemoteAddr()));
    }

    /** A peer that is not known by a number is nobody in particular, and not of this machine. */
    private static Peer peer(String address) {
        try {
            return new Peer(address, InetAddress.ofLiteral(address).isLoopbackAddress());
        } catch (IllegalArgumentException _) {
            return new Peer(address, false);
        }
    }

    private static String body(HttpServletRequest request, int max) {
        try {
            var bytes = request.getInputStream().readNBytes(max + 1);
            if (bytes.length > max) {
                throw new Rejection(TOO_LARGE, "A request's body has at most " + max + " bytes");
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

    static void write(Context context, Answer answer) {
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
