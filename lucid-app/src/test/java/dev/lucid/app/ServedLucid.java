package dev.lucid.app;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lucid.app.crash.SocketWatcher;
import dev.lucid.cli.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A server for users who show signed tokens, as it is started by an operator; in this process, on embedded PostgreSQL. */
final class ServedLucid implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String KEY = "what tokens are stored under in tests";

    private static final String SIGNER = "what signs the tokens of users in tests";

    private final HttpClient client = HttpClient.newHttpClient();
    private final StandardServer server;
    private final String address;

    /** What was answered; a body that is no JSON is missing. */
    record Reply(int status, JsonNode body) {
        String text(String field) {
            return body.path(field).asText();
        }
    }

    ServedLucid(Path data, Map<Variable, String> besides) {
        var given = new EnumMap<Variable, String>(Variable.class);
        given.put(Variable.SUPABASE_JWT_SECRET, SIGNER);
        given.put(Variable.ENCRYPTION_KEY, KEY);
        given.putAll(besides);
        var machine = new MachineFacts(System.getenv("PATH"), Optional.empty(), data, data, InstantSource.system());
        var config = new LucidConfig(data, given);
        server = StandardServer.start(
                config,
                machine,
                new StandardLucid.Use(false, true, true, _ -> true),
                new ListenAddress(Optional.empty(), OptionalInt.of(0)));
        address = server.address();
    }

    /** A token as Supabase gives it to the user whose subject that is. */
    static String token(String subject) {
        return token(subject, Instant.now().plusSeconds(3600));
    }

    static String token(String subject, Instant until) {
        return JWT.create()
                .withSubject(subject)
                .withClaim("role", "authenticated")
                .withExpiresAt(until)
                .sign(Algorithm.HMAC256(SIGNER));
    }

    String address() {
        return address;
    }

    Reply get(String user, String path) {
        return asked(request(user, path).GET());
    }

    Reply post(String user, String path, String body) {
        return asked(request(user, path).POST(BodyPublishers.ofString(body)));
    }

    Reply patch(String user, String path, String body) {
        return asked(request(user, path).method("PATCH", BodyPublishers.ofString(body)));
    }

    Reply delete(String user, String path) {
        return asked(request(user, path).DELETE());
    }

    /** Without any credential but that header, if there is one. */
    Reply getBare(String path, String... header) {
        var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
        if (header.length > 0) {
            request.headers(header);
        }

        return asked(request);
    }

    /** A socket of that user, who has said the first thing. */
    SocketWatcher socket(String user, String first) {
        return socketWith("token=" + token(user), first);
    }

    SocketWatcher socketWith(String query, String first) {
        return new SocketWatcher(URI.create(address.replaceFirst("http", "ws") + "/api/v1/ws?" + query), first);
    }

    private HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token(user));
    }

    private Reply asked(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());

            return new Reply(response.statusCode(), read(response.body()));
        } catch (IOException e) {
            throw new AssertionError("The server did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
