package dev.lucid.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Holder} in a JVM of its own, which a test may kill. */
final class HolderProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private HolderProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    static HolderProcess start(Path dataDirectory) throws IOException {
        return start(dataDirectory, List.of());
    }

    /** As a container sees it: no process but its own. */
    static HolderProcess startInAnotherNamespace(Path dataDirectory) throws IOException {
        var rights = Programs.userId() == 0 ? List.<String>of() : List.of("--user", "--map-root-user");
        var command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child"));
        command.addAll(rights);
        return start(dataDirectory, command);
    }

    /** In name spaces of its own, as their root, after {@code preparation} was run there. */
    static HolderProcess startBehind(Path dataDirectory, String preparation) throws IOException {
        PostgresBinaries.under(TestDatabases.PROGRAMS);
        return start(dataDirectory, List.of("unshare", "-rm", "sh", "-c", preparation + " && exec \"$@\"", "sh"));
    }

    private static HolderProcess start(Path dataDirectory, List<String> prefix) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dataDirectory.toString(),
                TestDatabases.PROGRAMS.toString()));
        return new HolderProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What it said when it could not hold the database. */
    String awaitRefusal() throws IOException {
        var line = output.readLine();
        assertThat(line).startsWith("refused ");
        return line;
    }

    /** Waits until it holds the database, and gives the address it was told. */
    String awaitReady() throws IOException {
        var line = output.readLine();
        assertThat(line).startsWith("ready ");
        return line.substring("ready ".length());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Stops it where it is: no thread of it does anything any more, once this returns. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
        await().until(() -> {
            try (var threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
                return threads.allMatch(HolderProcess::isStopped);
            }
        });
    }

    private static boolean isStopped(Path thread) {
        try {
            var stat = Files.readString(thread.resolve("stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void leave() throws IOException, InterruptedException {
        process.outputWriter(UTF_8).append('\n').flush();
        assertThat(output.readLine()).isEqualTo("left");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
