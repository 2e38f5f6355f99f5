package dev.lucid.app;

import dev.lucid.cli.Interrupts;
import dev.lucid.cli.Program;
import dev.lucid.cli.Surroundings;
import dev.lucid.cli.render.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Does what people do with the program, once and in one process, so that the JVM can note what a start needs. Run by the
 * build, on a data directory that is thrown away; ends with 0 if all went as it should.
 */
final class Training {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("listens on http://(\\S+)");

    private final Map<String, String> environment;
    private final Path data;

    private Training(Map<String, String> environment, Path data) {
        this.environment = Map.copyOf(environment);
        this.data = data;
    }

    static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        var watchdog = Thread.ofPlatform().daemon().unstarted(Training::giveUpInTime);
        watchdog.start();
        var searchPath = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        new Training(Map.of("PATH", searchPath, "HOME", data.toString(), "TERM", "xterm-256color"), data).all();
        System.exit(0);
    }

    private static void giveUpInTime() {
        try {
            TimeUnit.MILLISECONDS.sleep(LIMIT.toMillis());
            System.err.println("The training run took longer than " + LIMIT.toSeconds() + " s.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(3);
    }

    private void all() throws Exception {
        command("--help");
        command("doctor");
        command("run", "print hello world");
        command("chats");
        serve();
    }

    private void command(String... words) {
        var out = new ByteArrayOutputStream();
        expectSuccess(List.of(words), run(words, out, new Interrupts(_ -> {}, () -> {})), out);
    }

    private int run(String[] words, ByteArrayOutputStream out, Interrupts interrupts) {
        var around = new Surroundings(
                InputStream.nullInputStream(),
                out,
                System.err,
                () -> Terminal.screen(environment, 80),
                _ -> Optional.empty(),
                false,
                InstantSource.system(),
                interrupts);
        var line = new ArrayList<>(List.of(words));
        if (!words[0].startsWith("-")) {
            Collections.addAll(line, "--data", data.toString());
        }

        return new Program(around, new LocalInstallation(MachineFacts.of(environment), environment, _ -> {})).run(line);
    }

    private static void expectSuccess(List<String> words, int code, ByteArrayOutputStream out) {
        if (code != 0) {
            throw new IllegalStateException(
                    words + " ended with " + code + ": " + out.toString(StandardCharsets.UTF_8));
        }
    }

    private void serve() throws Exception {
        var out = new ByteArrayOutputStream();
        var interrupts = new Interrupts(_ -> {}, () -> {});
        var words = new String[] {"serve", "--port", "0"};
        var served = CompletableFuture.supplyAsync(
                () -> run(words, out, interrupts), task -> Thread.ofPlatform().start(task));
        var address = address(out, served);
        talkTo(address);
        interrupts.terminate();

        expectSuccess(List.of(words), served.get(), out);
    }

    private static String address(ByteArrayOutputStream out, CompletableFuture<Integer> served) throws Exception {
        while (!served.isDone()) {
            var found = ADDRESS.matcher(out.toString(StandardCharsets.UTF_8));
            if (found.find()) {
                return found.group(1);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IllegalStateException("serve ended with " + served.get() + ": " + out);
    }

    private static void talkTo(String address) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            get(client, "http://" + address + "/health");
            get(client, "http://" + address + "/");
            var done = new CompletableFuture<Void>();
            var socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + address + "/api/v1/ws"), new UntilCompleted(done))
                    .get();
            socket.sendText("{\"task\":\"print hello world\"}", true).get();
            done.get();
            socket.abort();
        }
    }

    private static void get(HttpClient client, String address) throws IOException, InterruptedException {
        var answer = client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(address + " answered " + answer.statusCode());
        }
    }

    /** Waits for the frame that ends a turn. */
    private static final class UntilCompleted implements WebSocket.Listener {
        private final CompletableFuture<Void> done;
        private final StringBuilder frame = new StringBuilder();

        UntilCompleted(CompletableFuture<Void> done) {
            this.done = done;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            frame.append(text);
            if (last) {
                if (frame.indexOf("\"completed\"") >= 0) {
                    done.complete(null);
                }
                frame.setLength(0);
            }
            socket.request(1);

            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            done.completeExceptionally(error);
        }
    }
}
