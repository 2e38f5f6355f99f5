package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic.Answer;
import dev.lucid.port.change.GitTraffic.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One reading request, passed on to the origin with its login; the answer is passed back as it comes in. */
final class OriginReading {
    private static final int MAX_REDIRECTS = 3;

    /** Some hosts answer git's requests to those alone who call themselves git. */
    private static final String AGENT = "git/2.39.0 (Lucid)";

    private final HttpClient client;
    private final WayOut wayOut;
    private final RepositoryAddress.Web origin;
    private final Optional<Login> login;
    private final Duration patience;

    OriginReading(
            HttpClient client, WayOut wayOut, RepositoryAddress.Web origin, Optional<Login> login, Duration patience) {
        this.client = client;
        this.wayOut = wayOut;
        this.origin = origin;
        this.login = login;
        this.patience = patience;
    }

    /** What came of it: an answer of git's that is still coming in, or a refusal. Closed for ever. */
    sealed interface Read {
        record Coming(InputStream body) implements Read {}

        record Refused(Answer answer) implements Read {}
    }

    Read read(Conversation conversation, Request request, SpooledBody body, StopSignal stop) {
        URI asked = URI.create(origin.text().replaceFirst("/+$", "")
                + conversation.path()
                + (conversation.query().isEmpty() ? "" : "?" + conversation.query()));
        for (int hop = 0; ; hop++) {
            HttpResponse<InputStream> response;
            try {
                response = sent(asked, conversation, request, body, stop);
            } catch (IOException e) {
                return refused(unreachable(e));
            }
            Optional<URI> next = next(asked, response);
            if (next.isEmpty() || hop == MAX_REDIRECTS) {
                return read(conversation, response);
            }
            drop(response);
            asked = next.get();
        }
    }

    private HttpResponse<InputStream> sent(
            URI address, Conversation conversation, Request request, SpooledBody body, StopSignal stop)
            throws IOException {
        CompletableFuture<HttpResponse<InputStream>> running =
                client.sendAsync(asked(address, conversation, request, body), BodyHandlers.ofInputStream());
        try (var _ = stop.whenRaised(() -> running.cancel(true))) {
            return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new IOException("it did not answer in time");
        } catch (CancellationException _) {
            throw new IOException("the work was stopped");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("reading from " + origin.text(), e);
        } finally {
            running.cancel(true);
        }
    }

    private HttpRequest asked(URI address, Conversation conversation, Request request, SpooledBody body)
            throws IOException {
        HttpRequest.Builder asked = HttpRequest.newBuilder(address)
                .header("Proxy-Authorization", wayOut.bearer())
                .header("User-Agent", AGENT);
        login.ifPresent(shown -> asked.header("Authorization", basic(shown)));
        String version = request.headers().getOrDefault("git-protocol", "");
        if (version.matches("version=\\d")) {
            asked.header("Git-Protocol", version);
        }
        if (conversation.isSecond()) {
            asked.header("Content-Type", conversation.askedType()).POST(published(body));
            if (new RequestBody(request).isPacked()) {
                asked.header("Content-Encoding", "gzip");
            }
        }
        return asked.build();
    }

    private static HttpRequest.BodyPublisher published(SpooledBody body) throws IOException {
        long length = body.length();

        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(body::stream), length);
    }

    private static String basic(Login login) {
        String pair = login.user() + ":" + login.token().reveal();

        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    /** Only within the host: the token is for nobody else. */
    private Optional<URI> next(URI from, HttpResponse<InputStream> response) {
        boolean redirects = switch (response.statusCode()) {
            case 301, 302, 307, 308 -> true;
            default -> false;
        };
        try {
            return Optional.of(from.resolve(
                            response.headers().firstValue("location").orElse("")))
                    .filter(next -> redirects && isSameHost(from, next));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isSameHost(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getRawAuthority().equalsIgnoreCase(String.valueOf(other.getRawAuthority()));
    }

    private Read read(Conversation conversation, HttpResponse<InputStream> response) {
        String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean plain = response.headers().firstValue("content-encoding").isEmpty();
        if (response.statusCode() == 200 && plain && type.equals(conversation.answeredType())) {
            return new Read.Coming(response.body());
        }
        drop(response);

        return refused(Complaint.about(
                origin, "reading", "The requested URL returned error: " + response.statusCode(), login));
    }

    private static void drop(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException _) {
            // given up anyway
        }
    }

    private String unreachable(IOException cause) {
        String words = String.valueOf(cause.getMessage());
        boolean closed = words.contains("Tunnel failed, got: 403");

        return Complaint.about(
                origin,
                "reading",
                closed ? "CONNECT tunnel failed, response 403" : "Failed to connect: " + words,
                login);
    }

    private static Read refused(String words) {
        return new Read.Refused(TrafficAnswer.failed(words));
    }
}
