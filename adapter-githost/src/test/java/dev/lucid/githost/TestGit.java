package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A person's git, in one folder: settings of nobody, a fixed author. Fails loudly. */
record TestGit(Path folder) {
    static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", Bench.SEARCH_PATH,
            "HOME", "/nonexistent",
            "LC_ALL", "C",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.org",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.org");

    static TestGit init(Path folder) throws IOException {
        Files.createDirectories(folder);
        var git = new TestGit(folder);
        git.run("init", "--quiet", "--initial-branch=main");
        return git;
    }

    static TestGit bare(Path folder, TestGit source) throws IOException {
        new TestGit(source.folder()).run("clone", "--quiet", "--bare", ".", folder.toString());
        return new TestGit(folder);
    }

    TestGit commit(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, content);
        run("add", "-A");
        run("commit", "--quiet", "-m", "Change " + file);
        return this;
    }

    String run(String... arguments) {
        var words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(arguments));
        return shell(words);
    }

    /** Runs a script where an agent would run it; gives its exit code. */
    int sh(String script) {
        return exitCode(List.of("sh", "-c", script));
    }

    Map<String, String> branches() {
        return run("for-each-ref", "--format=%(refname) %(objectname)")
                .lines()
                .map(line -> line.split(" "))
                .collect(java.util.stream.Collectors.toMap(words -> words[0], words -> words[1]));
    }

    private String shell(List<String> words) {
        try {
            Path output = Files.createTempFile("git", ".out");
            int code = start(words, output);
            String text = Files.readString(output, UTF_8);
            Files.delete(output);
            if (code != 0) {
                throw new AssertionError(words + " ended with " + code + ": " + text);
            }
            return text.strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int exitCode(List<String> words) {
        try {
            Path output = Files.createTempFile("git", ".out");
            int code = start(words, output);
            Files.delete(output);
            return code;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int start(List<String> words, Path output) throws IOException {
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " takes too long");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }
}
