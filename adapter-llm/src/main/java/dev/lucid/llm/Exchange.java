package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CUT_OFF;
import static dev.lucid.domain.model.ModelFailure.Kind.UNREACHABLE;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider and its streamed answer. It takes the vendor's transport's place so that everything happens
 * in the asking thread, which then has its own pace, its own time limits and the headers of a refusal. Used once;
 * {@link #cancel} is for any thread.
 */
final class Exchange implements dev.langchain4j.http.client.HttpClient {
    private static final int MAX_REFUSAL = 64 << 10;

    private final HttpClient client;
    private final Limits limits;
    private final Call call;
    private final Gatherer gatherer;
    private final PacedBody body;
    private volatile boolean cancelled;
    private volatile @Nullable Future<?> pending;

    Exchange(HttpClient client, Limits limits, Call call, Gatherer gatherer) {
        this.client = client;
        this.limits = limits;
        this.call = call;
        this.gatherer = gatherer;
        this.body = new PacedBody(limits);
    }

    /** Ends the call at once; the asking thread gets {@link AskStopped}. */
    void cancel() {
        cancelled = true;
        body.cancel();
        var waiting = pending;
        if (waiting != null) {
            waiting.cancel(true);
        }
    }

    /** This exchange, in the form in which the vendor takes a transport. */
    HttpClientBuilder asVendorTransport() {
        return new OneExchange(this);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("Only streamed replies are asked for");
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        var answer = send(request);
        try (body) {
            if (answer.statusCode() / 100 != 2 || !streams(answer)) {
                throw new AskFailed(call.refused(refusal(answer)));
            }
            read(new EventReader(body), listener);
        }
        listener.onClose();
    }

    private void read(EventReader events, ServerSentEventListener listener) {
        var context = new ServerSentEventContext(new Handle());
        for (var event = events.next(); event != null; event = events.next()) {
            var understood = call.heard(event);
            try {
                listener.onEvent(understood, context);
            } catch (RuntimeException e) {
                throw new AskFailed(CUT_OFF, "A part of the reply could not be understood: " + shown(event));
            }
            gatherer.throwListenersOwn();
            if (cancelled) {
                throw new AskStopped();
            }
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        var address = URI.create(request.url());
        var sent = client.sendAsync(translated(request, address), _ -> body);
        pending = sent;
        if (cancelled) {
            sent.cancel(true);
        }
        try {
            return sent.get(limits.silence().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            sent.cancel(true);
            throw unreachable(address, "it did not answer within " + Words.of(limits.silence()));
        } catch (CancellationException _) {
            throw new AskStopped();
        } catch (InterruptedException _) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new AskStopped();
        } catch (ExecutionException e) {
            if (cancelled) {
                throw new AskStopped();
            }
            throw unreachable(address, why(e.getCause()));
        }
    }

    private java.net.http.HttpRequest translated(HttpRequest request, URI address) {
        var builder = java.net.http.HttpRequest.newBuilder(address)
                .method(request.method().name(), BodyPublishers.ofString(call.amended(request.body())));
        if ("http".equals(address.getScheme())) {
            // Asking a plain server to upgrade to HTTP/2 confuses some that speak these protocols.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));

        return builder.build();
    }

    private static boolean streams(HttpResponse<?> answer) {
        var type = answer.headers().firstValue("content-type").orElse("");

        return !type.contains("html") && !type.contains("application/json");
    }

    private Refusal refusal(HttpResponse<?> answer) {
        String said;
        try {
            said = new String(body.readNBytes(MAX_REFUSAL), StandardCharsets.UTF_8);
        } catch (IOException | AskFailed _) {
            said = "";
        }
        var headers = answer.headers().map().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));

        return new Refusal(answer.statusCode(), headers, said);
    }

    private AskFailed unreachable(URI address, String why) {
        return new AskFailed(
                UNREACHABLE,
                "Could not reach " + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort()) + ": "
                        + why + ". Check the network and the provider's address.");
    }

    private String why(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> "no reason given";
            case HttpConnectTimeoutException _ -> "no connection within " + Words.of(limits.connect());
            case ConnectException e when e.getMessage() == null -> "no connection";
            default -> Words.of(cause);
        };
    }

    private static String shown(ServerSentEvent event) {
        var text = Words.quote(event.data());

        return text.length() <= 120 ? text : text.substring(0, 120) + " …";
    }

    /** Lets the vendor's library stop this exchange. */
    private final class Handle implements ServerSentEventParsingHandle {
        @Override
        public void cancel() {
            Exchange.this.cancel();
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    /** The vendor sets its own time limits, which ours replace. */
    private record OneExchange(Exchange exchange) implements HttpClientBuilder {
        @Override
        public Duration connectTimeout() {
            return exchange.limits.connect();
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return exchange.limits.silence();
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return this;
        }

        @Override
        public dev.langchain4j.http.client.HttpClient build() {
            return exchange;
        }
    }
}
