package dev.lucid.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.cli.CannotStart;
import dev.lucid.cli.ServerAddress;
import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;

/** One server and who asks it. The token goes there and nowhere else: no redirect is followed. Safe for many threads. */
final class RemoteServer implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    private static final long MOST = 64L << 20;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int BROKEN = 500;
    private static final int REDIRECT = 300;
    private static final int WRONG = 400;

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final ServerAddress address;
    private final Optional<Secret> token;
    private final HttpClient client;

    RemoteServer(ServerAddress address, Optional<Secret> token) {
        this.address = requireNonNull(address, "address");
        this.token = requireNonNull(token, "token");
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    ServerAddress address() {
        return address;
    }

    Optional<Secret> token() {
        return token;
    }

    ObjectNode object() {
        return mapper.createObjectNode();
    }

    Reply get(String path) {
        return get(path, USUAL);
    }

    Reply get(String path, Duration limit) {
        return once("GET", path, BodyPublishers.noBody(), limit);
    }

    Reply delete(String path) {
        return once("DELETE", path, BodyPublishers.noBody(), USUAL);
    }

    /** Asks for something that may be asked for again without harm: so it is, where the answer got lost. */
    Reply post(String path, ObjectNode body) {
        var attempt = 1;
        while (true) {
            try {
                return once("POST", path, BodyPublishers.ofString(body.toString(), UTF_8), USUAL);
            } catch (PortFailure.Transient e) {
                if (attempt == ATTEMPTS || !(e.getCause() instanceof IOException lost) || isUnreached(lost)) {
                    throw e;
                }
                attempt++;
            }
        }
    }

    /** A builder of sockets that shows the token as requests do. */
    WebSocket.Builder socket() {
        var builder = client.newWebSocketBuilder().connectTimeout(CONNECTING);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret.reveal()));

        return builder;
    }

    /** The JSON value of a text; a missing one for what is no JSON. */
    JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException _) {
            return mapper.missingNode();
        }
    }

    /** Why nobody is let in, with what to do. */
    CannotStart refused() {
        return new CannotStart(
                token.isPresent()
                        ? "The server " + address + " does not take this token. Get a new one, and log in again:"
                                + " ./lucid login --server " + address
                        : "The server " + address + " wants to know who asks. Log in: ./lucid login --server "
                                + address);
    }

    private Reply once(String method, String path, BodyPublisher body, Duration limit) {
        var request = HttpRequest.newBuilder(address.at(path))
                .timeout(limit)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        try {
            return judged(client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MOST)));
        } catch (IOException e) {
            throw new PortFailure.Transient(unreached(e), e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("asking the server " + address, e);
        }
    }

    private Reply judged(HttpResponse<String> response) {
        var reply = new Reply(response.statusCode(), json(response.body()), again(response));
        if (reply.status() == UNAUTHORIZED || reply.status() == FORBIDDEN) {
            throw refused();
        }
        if (reply.status() == TOO_MANY) {
            throw tooMuch(reply);
        }
        if (reply.status() >= BROKEN
                && !(reply.status() == BAD_GATEWAY && reply.body().has("detail"))) {
            throw new PortFailure.Transient("The server " + address + " can't answer just now: " + reply.detail());
        }
        if ((reply.status() >= REDIRECT && reply.status() < WRONG)
                || (reply.isOk() && !reply.body().isObject())) {
            throw new CannotStart("What answers at " + address + " is no Lucid server of this kind. Look at --server.");
        }
        return reply;
    }

    /** Asked too often, or too much is at work: the server says which, and what to do. */
    private PortFailure tooMuch(Reply reply) {
        var again = reply.again().map(time -> "in " + time.toSeconds() + " s.").orElse("later.");

        return new PortFailure.Permanent(
                reply.body().has("detail")
                        ? "The server " + address + " refuses that for now: " + reply.detail()
                        : "The server " + address + " is asked too often: try again " + again);
    }

    private static Optional<Duration> again(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static boolean isUnreached(IOException failure) {
        return failure instanceof ConnectException || failure instanceof HttpTimeoutException;
    }

    private String unreached(IOException failure) {
        var why = failure instanceof HttpTimeoutException
                ? "it does not answer"
                : failure instanceof ConnectException ? "nobody answers there" : "the connection broke";
        return "The server " + address + " can't be reached: " + why + ". Look at its address, and whether it runs.";
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            client.awaitTermination(CLOSING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
