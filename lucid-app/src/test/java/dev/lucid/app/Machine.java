package dev.lucid.app;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A fresh machine for the program: a home, a data directory, a folder to work in. PostgreSQL's programs are unpacked once
 * for all machines of a test run.
 */
final class Machine implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Started> started = new ArrayList<>();
    private UnaryOperator<List<String>> wrapper = UnaryOperator.identity();

    Machine(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        Files.createDirectories(workingDirectory());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("LUCID_DATA", data().toString());
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path workingDirectory() {
        return folder.resolve("work");
    }

    Map<String, String> environment() {
        return environment;
    }

    Machine with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What a program is started with, in front of its command line: it says where that runs. */
    Machine through(List<String> words) {
        return behind(program -> Stream.of(words, program).flatMap(List::stream).toList());
    }

    /** From now on programs are started by another, which that function puts around their command line. */
    Machine behind(UnaryOperator<List<String>> other) {
        wrapper = other;
        return this;
    }

    List<String> around(List<String> program) {
        return wrapper.apply(program);
    }

    /** Sets the scripted model's file. */
    Machine playing(String script) {
        return with("LUCID_SCRIPT", written("script.yaml", script).toString());
    }

    Path written(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Started starts(String... arguments) {
        var program = Started.on(this, List.of(arguments));
        started.add(program);
        return program;
    }

    /** Runs a command to its end. */
    Started runs(String... arguments) {
        var program = starts(arguments);
        program.ends();
        return program;
    }

    /** The beginning of the id of the only chat there is. */
    String chat() {
        return runs("chats").out().substring(0, 8);
    }

    /** Waits until no process has anything to do with the data directory: no database, no sandbox. */
    void isLeftAlone() {
        await().atMost(Duration.ofSeconds(20)).until(() -> leftovers().isEmpty());
    }

    List<String> leftovers() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc/" + process.pid() + "/cmdline"))
                .map(Machine::readable)
                .filter(line -> line.contains(data().toString()))
                .toList();
    }

    private static String readable(Path file) {
        try {
            return Files.readString(file).replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }

    /** Ends what a failed test has left. */
    @Override
    public void close() {
        started.forEach(Started::close);
        ProcessHandle.allProcesses()
                .filter(process ->
                        readable(Path.of("/proc/" + process.pid() + "/cmdline")).contains(data().toString()))
                .forEach(ProcessHandle::destroyForcibly);
    }
}
