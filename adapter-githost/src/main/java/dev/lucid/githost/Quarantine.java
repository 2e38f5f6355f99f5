package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.domain.change.BranchName;
import dev.lucid.port.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A scratch repository that takes what a sandbox handed over, before any of it is among Lucid's own objects. Git checks
 * no object that it takes straight out of a bundle, whatever its settings say (up to 2.39 at least); what it fetches
 * from a repository, it does. Used by one thread, closed by it.
 */
final class Quarantine implements AutoCloseable {
    private final Path path;
    private final GitTools git;

    Quarantine(Path path, GitTools git) {
        this.path = path;
        this.git = git;
    }

    Path path() {
        return path;
    }

    /** Takes the one branch out of the bundle; what it builds on is borrowed from {@code lender}. */
    GitEnd take(byte[] bundle, BranchName branch, Path lender, StopSignal stop) throws IOException {
        Folders.remove(path);
        Folders.makePrivate(path);
        GitEnd made = run(List.of("init", "--quiet", "--bare", "--template=", "."), stop);
        if (!(made instanceof GitEnd.Exited exited && exited.isSuccess())) {
            return made;
        }
        Path borrowed = Files.createDirectories(path.resolve("objects").resolve("info"));
        Files.writeString(borrowed.resolve("alternates"), lender.resolve("objects") + "\n", UTF_8);
        Path file = Files.write(path.resolve("handed-over.bundle"), bundle);
        return run(OwnRepository.fetch(file, branch), stop);
    }

    private GitEnd run(List<String> arguments, StopSignal stop) {
        var run = new GitRun(
                arguments, path, git.environment().within(), git.settings().callLimit());

        return git.process().run(run, stop);
    }

    @Override
    public void close() throws IOException {
        Folders.remove(path);
    }
}
