package dev.lucid.githost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.BranchName;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.CloneRequest;
import dev.lucid.port.change.Repositories.Pack;
import dev.lucid.port.change.Repositories.PackRequest;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.port.change.Repositories.PushRequest;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a test of repositories needs around it: folders, one session, and the steps that the application takes. */
final class Bench {
    static final String SEARCH_PATH = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    static final BranchName BRANCH = new BranchName("lucid/make-it-pass-1a2b3c4d");
    static final Author GRACE = new Author("Grace O'Hopper", "grace@example.org");
    static final ChatId CHAT = new ChatId(UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7"));

    final Path root;
    final Path workspace;
    final SandboxSpec session = new SandboxSpec(
            new UserId(UUID.fromString("11111111-1111-1111-1111-111111111111")),
            new SessionId(UUID.fromString("22222222-2222-2222-2222-222222222222")));
    final List<String> progress = new ArrayList<>();
    final GitSettings settings;
    final GitRepositories repositories;

    Bench(Path root) {
        this(root, new GitSettings(root.resolve("own"), Reach.ALSO_THIS_MACHINE, new WayOut("127.0.0.1", 1, "u", "p")));
    }

    Bench(Path root, GitSettings settings) {
        this.root = root;
        this.workspace = root.resolve("workspaces").resolve("one");
        this.settings = settings;
        this.repositories = new GitRepositories(Bench::programs, settings, _ -> workspace);
    }

    static GitPrograms programs() {
        return GitPrograms.find(SEARCH_PATH);
    }

    /** An origin with two branches, bare as a server's. */
    TestGit origin() throws IOException {
        var source =
                TestGit.init(root.resolve("source")).commit("README", "one\n").commit("src/a.txt", "a\n");
        source.run("branch", "other", "HEAD~1");
        return TestGit.bare(root.resolve("origin.git"), source);
    }

    CloneOutcome clone(TestGit origin) {
        return clone(origin.folder().toString(), Optional.empty());
    }

    CloneOutcome clone(String address, Optional<String> branch) {
        return clone(address, branch, StopSignal.never());
    }

    CloneOutcome clone(String address, Optional<String> branch, dev.lucid.port.StopSignal stop) {
        return clone(address, branch, Optional.empty(), stop);
    }

    CloneOutcome clone(
            String address, Optional<String> branch, Optional<Secret> token, dev.lucid.port.StopSignal stop) {
        return repositories.clone(
                new CloneRequest(session, CHAT, new RepositoryRef(address, branch, GRACE), BRANCH, token),
                progress::add,
                stop);
    }

    String cloned(TestGit origin) {
        CloneOutcome outcome = clone(origin);
        assertThat(outcome).isInstanceOf(CloneOutcome.Cloned.class);
        return ((CloneOutcome.Cloned) outcome).base();
    }

    TestGit inside() {
        return new TestGit(workspace);
    }

    Pack pack(String base) {
        return repositories.pack(new PackRequest(GRACE, "Make it pass", CHAT, BRANCH, base));
    }

    /** Packs as a sandbox would, and gives the bundle. */
    byte[] bundle(String base) throws IOException {
        Pack pack = pack(base);
        assertThat(inside().sh(pack.script())).isZero();
        return Files.readAllBytes(workspace.resolve(pack.bundle().relative()));
    }

    PushOutcome push(TestGit origin, String base, byte[] bundle) {
        return push(origin.folder().toString(), base, bundle);
    }

    PushOutcome push(String address, String base, byte[] bundle) {
        return push(address, base, bundle, Optional.empty());
    }

    PushOutcome push(String address, String base, byte[] bundle, Optional<Secret> token) {
        var repository = new RepositoryRef(address, Optional.empty(), GRACE);
        return repositories.push(new PushRequest(session, repository, BRANCH, base, bundle, token), StopSignal.never());
    }

    static String refusal(CloneOutcome outcome) {
        assertThat(outcome).isInstanceOf(CloneOutcome.Refused.class);
        return ((CloneOutcome.Refused) outcome).message();
    }

    static String refusal(PushOutcome outcome) {
        assertThat(outcome).isInstanceOf(PushOutcome.Refused.class);
        return ((PushOutcome.Refused) outcome).message();
    }
}
