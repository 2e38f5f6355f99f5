package dev.lucid.docker;

import static org.awaitility.Awaitility.await;

import dev.lucid.port.PortFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine of a test's own beside the machine's, with the image of the tests: it can be killed and started again. */
final class OwnEngine implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(60);

    private final Path folder;
    private @Nullable Process daemon;

    /** Keeps all that it has in that folder, whose path must be short, as its socket lies there. */
    OwnEngine(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try {
            start();
            load();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    String address() {
        return "unix://" + socket();
    }

    private Path socket() {
        return folder.resolve("engine.sock");
    }

    /** Returns when it answers. */
    void start() throws IOException {
        Files.deleteIfExists(folder.resolve("pid"));
        // What it kept containers with died with it, and where nobody buries the dead it would wait for that for ever.
        Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
        var started = new ProcessBuilder(
                        "setsid",
                        "dockerd",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--bridge=none",
                        "--storage-driver=overlay2",
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--host=" + address())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start();
        daemon = started;
        await().atMost(STARTING).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!started.isAlive()) {
                throw new AssertionError("The engine did not start: " + lastWords());
            }
            return answers();
        });
    }

    private File log() {
        return folder.resolve("log").toFile();
    }

    private String lastWords() throws IOException {
        var log = Files.readString(log().toPath());

        return log.substring(Math.max(0, log.length() - 2000));
    }

    private boolean answers() {
        try (var engine = new DockerEngine(address())) {
            return !engine.about().rootless();
        } catch (PortFailure _) {
            return false;
        }
    }

    /** The image of the machine's engine, as it is. */
    private void load() throws IOException {
        var image = folder.resolve("image.tar");
        run("docker", "save", "--output=" + image, Subjects.IMAGE);
        run("docker", "--host=" + address(), "load", "--input=" + image);
        Files.delete(image);
    }

    private void run(String... command) throws IOException {
        var process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start();
        await().atMost(STARTING).until(() -> !process.isAlive());
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + lastWords());
        }
    }

    /** As it ends when it is told to: with its containers. */
    void stop() {
        ended(false);
    }

    /** As a crash ends it: its containers go on. */
    void kill() {
        ended(true);
    }

    private void ended(boolean atOnce) {
        var running = daemon;
        if (running != null) {
            if (atOnce) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            await().atMost(STARTING).until(() -> !running.isAlive());
        }
    }

    /** Ends its containers, too: those that a crash has left end with the next start. */
    @Override
    public void close() throws IOException {
        if (daemon != null && !daemon.isAlive()) {
            start();
        }
        stop();
        // Whatever kept watch over a container when its engine crashed may watch for ever.
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("containerd-shim") && line.contains(folder.toString()))
                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        for (var mount : mounts()) {
            run("umount", "--lazy", mount);
        }
        run("rm", "-rf", folder.resolve("data").toString());
    }

    /** What an engine that crashed has left mounted, the latest first. */
    private List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", 3)[1])
                .filter(place -> place.startsWith(folder.toString()))
                .toList()
                .reversed();
    }
}
