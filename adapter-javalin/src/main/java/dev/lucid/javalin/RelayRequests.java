package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.sandbox.RelaySeats;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.eclipse.jetty.util.thread.Scheduler;
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

    private static final String LATER = "5";

    private final Function<Connector, RelayListener.@Nullable Way> ways;
    private final RelayLimits.Times times;
    private final RelaySeats seats;

    RelayRequests(Function<Connector, RelayListener.@Nullable Way> ways, RelayLimits limits) {
        this.ways = requireNonNull(ways, "ways");
        this.times = limits.times();
        this.seats = new RelaySeats(limits.conversations());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var connection = request.getConnectionMetaData();
        var way = ways.apply(connection.getConnector());
        var endPoint = connection.getConnection().getEndPoint();
        if (way == null) {
            endPoint.close();
            callback.failed(new IOException("The relay was closed"));
            return true;
        }
        var cut = connection
                .getConnector()
                .getScheduler()
                .schedule(endPoint::close, times.request().toMillis(), TimeUnit.MILLISECONDS);
        try {
            converse(way, request, response);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        } finally {
            cut.cancel();
        }

        return true;
    }

    private void converse(RelayListener.Way way, Request request, Response response) throws IOException {
        if (!seats.take(way.session())) {
            send(
                    Relays.Answer.words(UNAVAILABLE, "Too much is under way through this relay. Try again later.")
                            .with("Retry-After", LATER),
                    response);
            return;
        }
        try {
            send(answer(way.handler(), asked(request)), response);
        } finally {
            seats.give(way.session());
        }
    }

    private Relays.Request asked(Request request) {
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
                new Awaited(request));
    }

    /** A body whose sender is cut off when somebody waits too long for its next bytes. */
    private final class Awaited extends FilterInputStream {
        private final Request request;

        Awaited(Request request) {
            super(Content.Source.asInputStream(request));
            this.request = request;
        }

        @Override
        public int read() throws IOException {
            var cut = cut();
            try {
                return super.read();
            } finally {
                cut.cancel();
            }
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            var cut = cut();
            try {
                return super.read(into, from, most);
            } finally {
                cut.cancel();
            }
        }

        private Scheduler.Task cut() {
            var connection = request.getConnectionMetaData();
            var endPoint = connection.getConnection().getEndPoint();

            return connection
                    .getConnector()
                    .getScheduler()
                    .schedule(endPoint::close, times.stall().toMillis(), TimeUnit.MILLISECONDS);
        }
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

    /** What breaks off is not ended as a whole answer is: its connection is broken off, too. */
    private static void send(Relays.Answer answer, Response response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.getHeaders().put(header.getKey(), header.getValue());
        }
        try (InputStream body = answer.body()) {
            var out = Content.Sink.asOutputStream(response);
            var block = new byte[BLOCK];
            for (var read = body.read(block); read >= 0; read = body.read(block)) {
                out.write(block, 0, read);
            }
            out.close();
        }
    }
}
