package dev.lucid.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A registry on the loopback, as far as pulling goes: manifests by tag and by digest, and blobs, whole or from where an
 * earlier answer ended. It can be told to do badly.
 */
final class LoopbackRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    /** What is answered in a content's place. */
    record Refusal(int status, String code) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
    private record Content(String type, byte[] bytes) {}

    private final HttpsServer server =
            HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Semaphore pieces = new Semaphore(Integer.MAX_VALUE / 2);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();

    /** Speaks TLS with that identity, whoever's it is: an engine trusts all that is on the loopback. */
    LoopbackRegistry(SSLContext identity) throws IOException {
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** A name of an image here, as the engine is told it. */
    String reference(String name) {
        return "127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** Offers an image of these layers with the tag {@code latest}; gives the manifest's digest. */
    String publish(String name, String architecture, List<TestLayer> layers) {
        layers.forEach(layer -> put(name, "blobs", "application/octet-stream", layer.packed()));
        var config = put(name, "blobs", "application/octet-stream", """
                {"architecture":"%s","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(
                        architecture, quoted(layers.stream().map(TestLayer::id).toList()))
                .getBytes(UTF_8));
        var described = layers.stream()
                .map(layer -> descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", layer.packed()))
                .toList();
        var manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(
                        MANIFEST,
                        descriptor("application/vnd.docker.container.image.v1+json", config),
                        String.join(",", described))
                .getBytes(UTF_8);
        put(name, "manifests", MANIFEST, manifest);
        contents.put(path(name, "manifests", "latest"), new Content(MANIFEST, manifest));

        return TestLayer.digest(manifest);
    }

    private static String quoted(List<String> words) {
        return "\"" + String.join("\",\"", words) + "\"";
    }

    private static String descriptor(String type, byte[] bytes) {
        return """
                {"mediaType":"%s","size":%d,"digest":"%s"}""".formatted(type, bytes.length, TestLayer.digest(bytes));
    }

    private byte[] put(String name, String kind, String type, byte[] bytes) {
        contents.put(path(name, kind, TestLayer.digest(bytes)), new Content(type, bytes));

        return bytes;
    }

    private static String path(String name, String kind, String which) {
        return "/v2/" + name + "/" + kind + "/" + which;
    }

    /** From now on refuses an image's manifest. */
    void refuseManifest(String name, int status, String code) {
        refusals.put(path(name, "manifests", "latest"), new Refusal(status, code));
    }

    /** From now on has a layer no more. */
    void lose(String name, TestLayer layer) {
        contents.remove(path(name, "blobs", TestLayer.digest(layer.packed())));
    }

    /** Breaks off in the middle of the next large blob. */
    void cutOnce() {
        cuts.set(1);
    }

    /** Sends no more than so many pieces of blobs, until it may go on. */
    void hold(int afterPieces) {
        pieces.drainPermits();
        pieces.release(afterPieces);
    }

    void goOn() {
        pieces.drainPermits();
        pieces.release(Integer.MAX_VALUE / 2);
    }

    /** How many answers wait to go on. */
    int held() {
        return held.get();
    }

    /** How many answers nobody wanted to the end. */
    int brokenOff() {
        return brokenOff.get();
    }

    /** How often a path with this in it was asked for. */
    long asked(String part) {
        return requests.stream().filter(request -> request.contains(part)).count();
    }

    private void serve(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path
                + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                        .map(range -> " " + range)
                        .orElse(""));
        exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
        try (exchange) {
            var content = contents.get(path);
            var refusal = refusals.get(path);
            if (path.equals("/v2/")) {
                answer(exchange, 200, "{}");
            } else if (refusal != null) {
                refuse(exchange, refusal);
            } else if (content == null) {
                refuse(exchange, new Refusal(404, path.contains("/blobs/") ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN"));
            } else {
                send(exchange, content);
            }
        }
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        if (refusal.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"images\"");
        }
        answer(
                exchange,
                refusal.status(),
                "{\"errors\":[{\"code\":\"" + refusal.code() + "\",\"message\":\"so it is\"}]}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean told = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, told ? json.length() : -1);
        if (told) {
            exchange.getResponseBody().write(json.getBytes(UTF_8));
        }
    }

    private void send(HttpExchange exchange, Content content) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+(\\d+).*", "$1"));
        var bytes = Arrays.copyOfRange(content.bytes(), from, content.bytes().length);
        exchange.getResponseHeaders().set("Content-Type", content.type());
        exchange.getResponseHeaders().set("Docker-Content-Digest", TestLayer.digest(content.bytes()));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (range != null) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + from + "-" + (content.bytes().length - 1) + "/" + content.bytes().length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length);
        boolean large = bytes.length > TestLayer.PIECE * 2;
        int end = large && cuts.getAndSet(0) > 0 ? bytes.length / 2 : bytes.length;
        try {
            for (int at = 0; at < end; at += TestLayer.PIECE) {
                if (large) {
                    awaitPermission();
                }
                exchange.getResponseBody().write(bytes, at, Math.min(TestLayer.PIECE, end - at));
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            brokenOff.incrementAndGet();
            throw e;
        }
    }

    private void awaitPermission() {
        held.incrementAndGet();
        pieces.acquireUninterruptibly();
        held.decrementAndGet();
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}
