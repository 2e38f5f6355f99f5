package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of git: its arguments, word by word; where; with which whole environment; for how long; how many bytes of its
 * output are kept; and who hears what it says meanwhile.
 */
record GitRun(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        Duration limit,
        int maxOutput,
        Consumer<String> progress) {
    private static final int SHORT_OUTPUT = 64 * 1024;

    GitRun {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory");
        requireNonNull(limit, "limit");
        requireNonNull(progress, "progress");
    }

    /** A short question that nobody listens to. */
    GitRun(List<String> arguments, Path directory, Map<String, String> environment, Duration limit) {
        this(arguments, directory, environment, limit, SHORT_OUTPUT, _ -> {});
    }

    GitRun keeping(int bytes) {
        return new GitRun(arguments, directory, environment, limit, bytes, progress);
    }

    GitRun telling(Consumer<String> listener) {
        return new GitRun(arguments, directory, environment, limit, maxOutput, listener);
    }
}
