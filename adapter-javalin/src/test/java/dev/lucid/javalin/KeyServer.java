package dev.lucid.javalin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback server that publishes keys, well or badly. */
final class KeyServer implements AutoCloseable {
    static final String PATH = "/auth/v1/.well-known/jwks.json";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String document = "{\"keys\":[]}";
    private volatile boolean silent;
    private volatile boolean endless;

    KeyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI address() {
        return CredentialSources.keysOf(base());
    }

    int asked() {
        return asked.get();
    }

    void publish(TestKey... keys) {
        publishText(TestKey.set(keys));
    }

    void publishText(String text) {
        status = 200;
        document = text;
        silent = false;
        endless = false;
    }

    void fail(int with) {
        status = with;
    }

    /** From now on it answers nothing. */
    void fallSilent() {
        silent = true;
    }

    /** From now on its answers begin and never end. */
    void neverEnd() {
        endless = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            if (silent) {
                await();
                return;
            }
            var bytes = document.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, endless ? 0 : bytes.length);
            exchange.getResponseBody().write(bytes);
            if (endless) {
                exchange.getResponseBody().flush();
                await();
            }
        }
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.close();
    }
}
