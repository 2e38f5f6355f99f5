package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Sends requests to git hosts: straight to those that the operator named, through the way out to all others. Follows no
 * redirect. Safe for many threads; owns its clients, which are made when they are needed.
 */
final class HostClient implements AutoCloseable {
    private final HostSettings settings;
    private final Supplier<WayOut> wayOut;
    private Optional<HttpClient> direct = Optional.empty();
    private Optional<HttpClient> proxied = Optional.empty();
    private boolean closed;

    HostClient(HostSettings settings, Supplier<WayOut> wayOut) {
        this.settings = requireNonNull(settings, "settings");
        this.wayOut = requireNonNull(wayOut, "wayOut");
    }

    /** The whole answer, whatever its status. */
    HostReply ask(HostSide side, HttpRequest.Builder request, Duration limit) throws HostFailure {
        side.headers().forEach(request::setHeader);
        request.setHeader("User-Agent", "Lucid");
        if (!side.trusted()) {
            request.setHeader("Proxy-Authorization", wayOut.get().bearer());
        }
        CompletableFuture<HttpResponse<byte[]>> running = client(side.trusted())
                .sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.maxBytes()));
        try {
            HttpResponse<byte[]> response = running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            var reply = new HostReply(response.statusCode(), response.headers(), response.body());
            requireNoRefusalOnTheWay(side, reply);

            return reply;
        } catch (TimeoutException _) {
            throw new HostFailure(Reason.UNAVAILABLE, side.shown() + " did not answer in time. Try again later.");
        } catch (ExecutionException e) {
            throw failure(side, e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("asking " + side.shown(), e);
        } finally {
            running.cancel(true);
        }
    }

    private static HostFailure failure(HostSide side, ExecutionException failed) {
        if (!(failed.getCause() instanceof IOException cause)) {
            throw new IllegalStateException("Asking " + side.shown() + " failed within Lucid", failed.getCause());
        }
        String words = String.valueOf(cause.getMessage());
        if (words.contains("Tunnel failed, got: 403")) {
            return closed(side);
        }
        if (cause instanceof SSLException) {
            return new HostFailure(
                    Reason.UNAVAILABLE,
                    side.shown()
                            + " shows a certificate that this machine does not trust. Have it added to the machine's"
                            + " own list of certificate authorities.");
        }
        return new HostFailure(
                Reason.UNAVAILABLE, side.shown() + " can't be reached, or broke off. Check the address and try again.");
    }

    /** Where no tunnel is needed, the proxy's own refusal comes as the answer, in words that no API uses. */
    private static void requireNoRefusalOnTheWay(HostSide side, HostReply reply) throws HostFailure {
        boolean plain = !side.trusted() && "http".equalsIgnoreCase(side.api().getScheme());
        boolean text = reply.header("content-type").orElse("").startsWith("text/plain");
        if (plain && text && reply.status() == 403) {
            throw closed(side);
        }
        if (plain && text && reply.status() == 502) {
            throw new HostFailure(
                    Reason.UNAVAILABLE, side.shown() + " can't be reached. Check the address and try again.");
        }
    }

    private static HostFailure closed(HostSide side) {
        return new HostFailure(
                Reason.BAD_ADDRESS,
                side.shown() + " can't be asked: its address is not public, its port is closed, or it is plain http. If"
                        + " it is meant, the operator can list it in ALLOWED_PRIVATE_HOSTS.");
    }

    private synchronized HttpClient client(boolean trusted) {
        if (closed) {
            throw new IllegalStateException("Closed: no git host is asked any more");
        }
        if (trusted) {
            direct = Optional.of(direct.orElseGet(() -> made(HttpClient.Builder.NO_PROXY)));
            return direct.get();
        }
        proxied = Optional.of(proxied.orElseGet(() -> made(ProxySelector.of(
                new InetSocketAddress(wayOut.get().host(), wayOut.get().port())))));
        return proxied.get();
    }

    private HttpClient made(ProxySelector proxies) {
        return HttpClient.newBuilder()
                .proxy(proxies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.askLimit())
                .build();
    }

    /** Cuts what is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        direct.ifPresent(HttpClient::shutdownNow);
        proxied.ifPresent(HttpClient::shutdownNow);
    }
}
