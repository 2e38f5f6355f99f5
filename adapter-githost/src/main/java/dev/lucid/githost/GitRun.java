package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of git: its arguments, word by word; where; with which whole environment; for how long; how many bytes of its
 * output are kept; who hears what it says meanwhile; what stands in none of it, whoever wrote it there; and the files
 * that it reads or writes in place of a pipe.
 */
record GitRun(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        Duration limit,
        int maxOutput,
        Consumer<String> progress,
        Optional<Secret> hidden,
        Files files) {
    private static final int SHORT_OUTPUT = 64 * 1024;

    /** What it reads, else nothing; and where its output goes as it is, else to memory. */
    record Files(Optional<Path> input, Optional<Path> output) {
        static final Files NONE = new Files(Optional.empty(), Optional.empty());
    }

    GitRun {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory");
        requireNonNull(limit, "limit");
        requireNonNull(progress, "progress");
        requireNonNull(hidden, "hidden");
        requireNonNull(files, "files");
    }

    /** A short question that nobody listens to. */
    GitRun(List<String> arguments, Path directory, Map<String, String> environment, Duration limit) {
        this(arguments, directory, environment, limit, SHORT_OUTPUT, _ -> {}, Optional.empty(), Files.NONE);
    }

    GitRun keeping(int bytes) {
        return new GitRun(arguments, directory, environment, limit, bytes, progress, hidden, files);
    }

    GitRun telling(Consumer<String> listener) {
        return new GitRun(arguments, directory, environment, limit, maxOutput, listener, hidden, files);
    }

    GitRun with(Map<String, String> variables) {
        return new GitRun(arguments, directory, variables, limit, maxOutput, progress, hidden, files);
    }

    GitRun hiding(Optional<Secret> secret) {
        return new GitRun(arguments, directory, environment, limit, maxOutput, progress, secret, files);
    }

    GitRun between(Optional<Path> input, Path output) {
        return new GitRun(
                arguments,
                directory,
                environment,
                limit,
                maxOutput,
                progress,
                hidden,
                new Files(input, Optional.of(output)));
    }

    /** Words that may be shown. */
    String shown(String words) {
        return hidden.map(secret -> words.replace(secret.reveal(), "***")).orElse(words);
    }
}
