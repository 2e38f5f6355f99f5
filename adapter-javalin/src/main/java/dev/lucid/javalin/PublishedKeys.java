package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import com.auth0.jwt.algorithms.Algorithm;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an address publishes. They are fetched when the first is needed, and again when they are no longer fresh
 * or an unknown one is asked for, one fetch at a time and never soon after another: whoever makes ids up causes no
 * traffic. Where the address does not answer, the keys of before are good for a day. Safe for many threads.
 */
final class PublishedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration USABLE = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration FETCH_LIMIT = Duration.ofSeconds(5);
    private static final long MAX_BYTES = 256 * 1024;
    private static final int OK = 200;

    private record Held(KeySet keys, Instant since) {}

    private final URI address;
    private final InstantSource clock;
    private final Duration fetchLimit;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Optional<Held> held = Optional.empty();
    private Instant triedAt = Instant.MIN;

    PublishedKeys(URI address, InstantSource clock) {
        this(address, clock, FETCH_LIMIT);
    }

    /** With another time that a fetch may take. */
    PublishedKeys(URI address, InstantSource clock, Duration fetchLimit) {
        this.address = requireNonNull(address, "address");
        this.clock = requireNonNull(clock, "clock");
        this.fetchLimit = requireNonNull(fetchLimit, "fetchLimit");
    }

    /**
     * The key of that id, or the only one; empty if there is none. Fails as {@link PortFailure.Transient} where the keys
     * can't be had at all, so that nobody knows.
     */
    Optional<Algorithm> find(Optional<String> id) {
        if (usable().flatMap(set -> set.keys().find(id)).isEmpty()) {
            fetching.lock();
            fetch();
        } else if (isOld() && fetching.tryLock()) {
            fetch();
        }

        return usable().orElseThrow(() -> new PortFailure.Transient(
                        "The keys of tokens could not be fetched from " + address + ": tokens can't be checked."))
                .keys()
                .find(id);
    }

    private Optional<Held> usable() {
        return held.filter(set -> isWithin(set.since(), USABLE));
    }

    private boolean isOld() {
        return held.filter(set -> isWithin(set.since(), FRESH)).isEmpty();
    }

    private boolean isWithin(Instant since, Duration time) {
        return since.plus(time).isAfter(clock.instant());
    }

    /** Fetches if nobody did a moment ago, and gives the lock back. */
    private void fetch() {
        try {
            if (triedAt.equals(Instant.MIN) || !isWithin(triedAt, PAUSE)) {
                triedAt = clock.instant();
                held = Optional.of(new Held(KeySet.read(download()), triedAt));
            }
        } catch (IOException e) {
            LOG.warn("The keys of tokens could not be fetched from {}: {}", address, e.toString());
        } finally {
            fetching.unlock();
        }
    }

    private byte[] download() throws IOException {
        var request = HttpRequest.newBuilder(address)
                .timeout(fetchLimit)
                .header("Accept", "application/json")
                .build();
        try (var client = HttpClient.newBuilder().connectTimeout(fetchLimit).build()) {
            return download(client, request);
        } catch (ExecutionException e) {
            throw new IOException(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (TimeoutException e) {
            throw new IOException("No answer within " + fetchLimit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("fetching the keys of tokens", e);
        }
    }

    private byte[] download(HttpClient client, HttpRequest request)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        try {
            var bounded = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES);
            var answer = client.sendAsync(request, bounded).get(fetchLimit.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != OK) {
                throw new IOException("The answer was HTTP " + answer.statusCode());
            }
            return answer.body();
        } finally {
            client.shutdownNow();
        }
    }
}
