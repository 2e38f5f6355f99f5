package dev.lucid.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real program, serving, in a process of its own that can be killed. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://(\\S+?:\\d+)");

    private final Process process;
    private final Path data;
    private final URI address;

    private ServerProcess(Process process, Path data, URI address) {
        this.process = process;
        this.data = data;
        this.address = address;
    }

    /** Starts a server on that data directory, with that script for its model, on a free port. */
    static ServerProcess start(Path data, Path script) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(List.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.lucid.app.Main",
                        "serve",
                        "--port",
                        "0",
                        "--data",
                        data.toString()))
                .redirectError(data.resolveSibling("server.err").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", System.getenv("PATH"),
                        "HOME", data.resolveSibling("home").toString(),
                        "LUCID_SCRIPT", script.toString(),
                        "LUCID_SANDBOX", "local"));
        try {
            var process = builder.start();
            return new ServerProcess(process, data, addressOf(process, data.resolveSibling("server.err")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI socket() {
        return URI.create("ws://" + address.getAuthority() + "/api/v1/ws");
    }

    /** Kills it. Its database runs on, without anybody. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it and all of PostgreSQL's processes. */
    void killWithItsDatabase() {
        var database = database();
        var all = Stream.concat(Stream.of(database), database.descendants()).toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        kill();
        all.forEach(each -> each.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    private ProcessHandle database() {
        try (var lines = Files.lines(data.resolve("postgres/postmaster.pid"))) {
            return ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in order. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI addressOf(Process process, Path errors) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> readAddress(process.inputReader(UTF_8)))
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("the server did not say where it listens, but: " + Files.readString(errors), e);
        }
    }

    private static URI readAddress(BufferedReader lines) {
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var found = ADDRESS.matcher(line);
                if (found.find()) {
                    return URI.create("http://" + found.group(1));
                }
            }
            throw new AssertionError("the server ended at once");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
