package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what comes through a socket to whoever answers for it, and sends the answer as it comes. */
final class RelayRequests extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(RelayRequests.class);
    private static final int FAULT = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int BLOCK = 16 * 1024;

    private final Function<Connector, Relays.@Nullable Handler> handlers;
    private final Duration limit;

    RelayRequests(Function<Connector, Relays.@Nullable Handler> handlers, Duration limit) {
        this.handlers = requireNonNull(handlers, "handlers");
        this.limit = requireNonNull(limit, "limit");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var connection = request.getConnectionMetaData();
        var handler = handlers.apply(connection.getConnector());
        var endPoint = connection.getConnection().getEndPoint();
        if (handler == null) {
            endPoint.close();
            callback.failed(new IOException("The relay was closed"));
            return true;
        }
        var cut = connection
                .getConnector()
                .getScheduler()
                .schedule(endPoint::close, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            send(answer(handler, asked(request)), response);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        } finally {
            cut.cancel();
        }

        return true;
    }

    private static Relays.Request asked(Request request) {
        var headers = new HashMap<String, String>();
        request.getHeaders()
                .forEach(field -> headers.putIfAbsent(
                        field.getName().toLowerCase(Locale.ROOT),
                        Optional.ofNullable(field.getValue()).orElse("")));
        var address = request.getHttpURI();

        return new Relays.Request(
                request.getMethod(),
                Optional.ofNullable(address.getPath()).orElse("/"),
                Optional.ofNullable(address.getQuery()).orElse(""),
                headers,
                Content.Source.asInputStream(request));
    }

    private static Relays.Answer answer(Relays.Handler handler, Relays.Request request) {
        try {
            return handler.answer(request);
        } catch (PortFailure e) {
            return Relays.Answer.words(
                    e instanceof PortFailure.Permanent ? BAD_GATEWAY : UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("A fault while a sandbox's request was answered", e);
            return Relays.Answer.words(FAULT, "Something went wrong in Lucid. Its log says more.");
        }
    }

    private static void send(Relays.Answer answer, Response response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.getHeaders().put(header.getKey(), header.getValue());
        }
        try (InputStream body = answer.body();
                var out = Content.Sink.asOutputStream(response)) {
            var block = new byte[BLOCK];
            for (var read = body.read(block); read >= 0; read = body.read(block)) {
                out.write(block, 0, read);
            }
        }
    }
}
