package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.web.WebPages;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Pages of the web as text, fetched through an {@link EgressProxy}. Safe for many threads; owns its client, which is made
 * when the first page is asked for, as most programs ask for none.
 */
public final class ProxiedWebPages implements WebPages, AutoCloseable {
    private final EgressProxy proxy;
    private final PageLimits limits;
    private final Optional<SSLContext> trust;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<HttpClient> client = Optional.empty();

    /** The proxy stays the caller's. */
    public ProxiedWebPages(EgressProxy proxy, PageLimits limits) {
        this(proxy, limits, Optional.empty());
    }

    /** With other certificates than the machine's own. */
    ProxiedWebPages(EgressProxy proxy, PageLimits limits, SSLContext trust) {
        this(proxy, limits, Optional.of(trust));
    }

    private ProxiedWebPages(EgressProxy proxy, PageLimits limits, Optional<SSLContext> trust) {
        this.proxy = requireNonNull(proxy, "proxy");
        this.limits = requireNonNull(limits, "limits");
        this.trust = trust;
    }

    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            var builder = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(proxy.address()))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(limits.time());
            trust.ifPresent(builder::sslContext);
            client = Optional.of(builder.build());
        }
        return client.get();
    }

    @Override
    public Fetched fetch(URI address, StopSignal stop) {
        PageAddress first;
        try {
            first = PageAddress.of(address);
        } catch (IllegalArgumentException e) {
            return new Fetched.Refused(String.valueOf(e.getMessage()));
        }
        Future<Fetched> running = threads.submit(() -> new PageFetch(client(), proxy, limits).fetch(first));
        try (var _ = stop.whenRaised(() -> running.cancel(true))) {
            return running.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Fetched.Refused(
                    "'" + first + "' took longer than " + limits.time().toSeconds() + " seconds and was given up.");
        } catch (CancellationException _) {
            return new Fetched.Refused("'" + first + "' was given up, as the work was stopped.");
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("fetching '" + first + "'", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Fetching '" + first + "' failed within Lucid", e.getCause());
        } finally {
            running.cancel(true);
        }
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        client.ifPresent(HttpClient::shutdownNow);
    }
}
