package dev.lucid.githost;

import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RepositoriesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GitRepositoriesTest implements RepositoriesContract {
    @TempDir
    private Path folder;

    private TestGit origin;
    private GitRepositories repositories;

    @BeforeEach
    void setUp() throws IOException {
        var bench = new Bench(folder);
        origin = bench.origin();
        repositories = new GitRepositories(Bench::programs, bench.settings, this::workspace);
    }

    @Override
    public Repositories repositories() {
        return repositories;
    }

    @Override
    public String origin() {
        return origin.folder().toString();
    }

    @Override
    public Optional<String> atOrigin(String branch, String file) {
        var object = "refs/heads/" + branch + ":" + file;

        return origin.sh("git cat-file -e " + object) == 0 ? Optional.of(origin.run("show", object)) : Optional.empty();
    }

    @Override
    public Path workspace(SandboxSpec session) {
        return folder.resolve("workspaces").resolve(session.session().toString());
    }

    @Override
    public int run(SandboxSpec session, String script) {
        return new TestGit(workspace(session)).sh(script);
    }
}
