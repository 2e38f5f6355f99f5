package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small project in plain sh whose test fails, its bare origin, and a script of replies by which the scripted model
 * repairs it the way a model would: look, run the test, read, edit, run the test again.
 */
final class FailingTestRepository {
    /** The task that the script of replies is an answer to. */
    static final String TASK = "make the failing test pass";

    private final Path folder;

    private FailingTestRepository(Path folder) {
        this.folder = folder;
    }

    /** Makes it below a folder. */
    static FailingTestRepository in(Path folder) throws IOException {
        var repository = new FailingTestRepository(folder);
        Path source = Files.createDirectories(folder.resolve("project"));
        Files.writeString(source.resolve("README.md"), "# Sums\n\nTested by: sh test.sh\n");
        Files.writeString(source.resolve("sum.sh"), """
                #!/bin/sh
                # Prints the sum of its arguments.
                sum=0
                for number in "$@"; do
                    sum=$((sum - number))
                done
                echo "$sum"
                """);
        Files.writeString(source.resolve("test.sh"), """
                #!/bin/sh
                # Fails unless 1, 2 and 3 make 6.
                got=$(sh sum.sh 1 2 3)
                if [ "$got" = 6 ]; then
                    echo "ok"
                else
                    echo "expected 6, got $got"
                    exit 1
                fi
                """);
        repository.git(source, "init", "--quiet", "--initial-branch=main");
        repository.git(source, "add", "-A");
        repository.git(source, "commit", "--quiet", "-m", "Sum numbers");
        repository.git(folder, "clone", "--quiet", "--bare", source.toString(), "origin.git");
        repository.git(source, "remote", "add", "origin", repository.origin().toString());

        return repository;
    }

    /** The bare repository that the work is pushed to. */
    Path origin() {
        return folder.resolve("origin.git");
    }

    /** Writes the script of replies, for {@code LUCID_SCRIPT}. */
    Path script() throws IOException {
        return Files.writeString(folder.resolve("repair.yaml"), """
                turns:
                  - thinking: I look at what there is before I change anything.
                    text: I look around.
                    calls:
                      - tool: list_files
                        arguments: {path: ., depth: 2}
                      - tool: read_file
                        arguments: {path: test.sh}
                  - text: I run the test to see it fail.
                    calls:
                      - tool: run_command
                        arguments: {command: sh test.sh}
                  - text: The sum goes the wrong way.
                    calls:
                      - tool: read_file
                        arguments: {path: sum.sh}
                  - text: I add instead of taking away.
                    calls:
                      - tool: edit_file
                        arguments: {path: sum.sh, before: "sum - number", after: "sum + number"}
                  - text: I run the test again.
                    calls:
                      - tool: run_command
                        arguments: {command: sh test.sh}
                  - text: The test passes now. `sum.sh` subtracted where it should have added.
                """);
    }

    /** The branches of the origin, by their short names. */
    List<String> branches() throws IOException {
        return git(origin(), "for-each-ref", "--format=%(refname:short)", "refs/heads")
                .lines()
                .toList();
    }

    /** Checks a branch of the origin out somewhere new and runs the test there; gives its exit code. */
    int test(String branch) throws IOException {
        Path place = Files.createTempDirectory(folder, "checked-out");
        git(folder, "clone", "--quiet", "--branch", branch, origin().toString(), place.toString());
        return run(place, List.of("sh", "test.sh")).code();
    }

    /** What git answers there; fails if git does. */
    String git(Path place, String... arguments) throws IOException {
        var words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(arguments));
        Ended ended = run(place, words);
        if (ended.code() != 0) {
            throw new IllegalStateException(words + " ended with " + ended.code() + ": " + ended.output());
        }
        return ended.output().strip();
    }

    private record Ended(int code, String output) {}

    private Ended run(Path place, List<String> words) throws IOException {
        Path output = Files.createTempFile(folder, "command", ".out");
        var builder = new ProcessBuilder(words)
                .directory(place.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Ada");
            builder.environment().put("GIT_" + who + "_EMAIL", "ada@example.org");
        }
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(words + " takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + words, e);
        }
        return new Ended(process.exitValue(), Files.readString(output, UTF_8));
    }
}
