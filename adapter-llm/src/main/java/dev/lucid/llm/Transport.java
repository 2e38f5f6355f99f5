package dev.lucid.llm;

import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The connections to all providers. Safe for many threads; owns its own, and ends them when closed. */
final class Transport implements AutoCloseable {
    private final Limits limits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    Transport(Limits limits) {
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                // A redirect would carry the key to somebody else.
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }

    Exchange exchange(Call call, Gatherer gatherer) {
        return new Exchange(client, limits, call, gatherer);
    }

    /** Cuts what is still under way. */
    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
        client.close();
    }
}
