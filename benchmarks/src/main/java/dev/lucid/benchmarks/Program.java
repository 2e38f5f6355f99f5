package dev.lucid.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lucid as a person starts it: {@code ./lucid serve}, in a process of its own, on a data directory. */
final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String WITHOUT_CACHE = "self=bench; root=$1; shift; . \"$root/build/jdk\"; find_jdk; "
            + "here=$(CDPATH='' cd -P \"$root/target/run/current\" && pwd); "
            + ". \"$root/build/flags\"; exec \"$jdk/bin/java\" \"$@\"";

    private final Process process;
    private final int port;
    private final double startMillis;

    private Program(List<String> command, Path data) throws IOException {
        port = freePort();
        var line = new ArrayList<>(command);
        line.addAll(List.of("serve", "--port", Integer.toString(port), "--data", data.toString()));
        var builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(data.resolveSibling("serve.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LUCID_") || name.endsWith("_API_KEY"));
        var began = System.nanoTime();
        process = builder.start();
        awaitHealth(began);
        startMillis = (System.nanoTime() - began) / 1e6;
    }

    /** As everybody starts it. */
    static Program start(Path data) throws IOException {
        return new Program(List.of(root().resolve("lucid").toString()), data);
    }

    /** With the same flags but for the ahead-of-time cache. */
    static Program startWithoutCache(Path data) throws IOException {
        return new Program(List.of("sh", "-c", WITHOUT_CACHE, "sh", root().toString()), data);
    }

    private static Path root() {
        return Path.of(System.getProperty("lucid.checkout", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** From the process's start to the first request that was served. */
    double startMillis() {
        return startMillis;
    }

    int port() {
        return port;
    }

    /** Resident memory of the server's process, in bytes. */
    long resident() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("The server's memory can't be read");
    }

    /** What is on the heap once all that can be thrown away is, in bytes. */
    long live() throws IOException, InterruptedException {
        var java = Path.of(process.info().command().orElseThrow());
        var jcmd = new ProcessBuilder(
                        java.resolveSibling("jcmd").toString(), Long.toString(process.pid()), "GC.class_histogram")
                .start();
        var total = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        jcmd.waitFor();

        return Long.parseLong(total.replaceAll("\\D+\\d+\\s+(\\d+).*", "$1"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IOException("The server did not stop in 20 s");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHealth(long began) throws IOException {
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
                process.destroy();
                throw new IOException("./lucid serve did not come up; try it by hand");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private boolean isHealthy() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /health HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .startsWith("HTTP/1.1 200");
        } catch (IOException _) {
            return false; // not yet
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
