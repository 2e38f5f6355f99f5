package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** The program, started as a process in a session of its own, as a terminal would. Killed at the latest when closed. */
final class Started implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.lucid.app.Main");

    private final Process process;
    private final Path out;
    private final Path err;

    private Started(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts one command line on a machine. */
    static Started on(Machine machine, List<String> arguments) {
        try {
            var out = Files.createTempFile(machine.folder(), "out", ".txt");
            var err = Files.createTempFile(machine.folder(), "err", ".txt");
            var program = new ArrayList<>(JAVA);
            program.addAll(arguments);
            var line = new ArrayList<>(List.of("setsid"));
            line.addAll(machine.around(program));
            var builder = new ProcessBuilder(line)
                    .directory(machine.workingDirectory().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(machine.environment());

            return new Started(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the program has written that to standard output. */
    Started says(String text) {
        try {
            await().atMost(PATIENCE).until(() -> out().contains(text) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Not said: " + text + "\nbut: " + out() + "\nand: " + err(), e);
        }
        if (!out().contains(text)) {
            throw new AssertionError("Ended without saying: " + text + "\nbut: " + out() + "\nand: " + err());
        }

        return this;
    }

    /** Waits for the end and gives the exit code. */
    int ends() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Still running, having said: " + out() + "\nand: " + err());
            }

            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean runs() {
        return process.isAlive();
    }

    /** Sends a signal to the whole group, as a terminal does with Ctrl-C. */
    Started signalled(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }

        return this;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
