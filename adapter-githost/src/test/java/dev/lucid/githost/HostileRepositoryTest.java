package dev.lucid.githost;

import static dev.lucid.githost.Bench.BRANCH;
import static dev.lucid.githost.Bench.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.PushOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may try: none of it runs on the host, or moves another branch. */
@Timeout(120)
class HostileRepositoryTest {
    private static final String REFERENCE = "refs/heads/" + BRANCH;

    @TempDir
    private Path folder;

    private Bench bench;
    private TestGit origin;
    private Map<String, String> before;
    private Traps traps;

    @BeforeEach
    void setUp() throws IOException {
        bench = new Bench(folder);
        origin = bench.origin();
        before = origin.branches();
        traps = Traps.in(folder);
    }

    @AfterEach
    void nothingRanAndNoOtherBranchMoved() throws IOException {
        assertThat(traps.sprung()).isEmpty();
        for (Path link : List.of(bench.workspace.resolve(".git"), folder.resolve("agent/passwd"))) {
            if (Files.isSymbolicLink(link)) {
                Files.delete(link);
            }
        }
        var after = new TreeMap<>(origin.branches());
        after.remove(REFERENCE);
        assertThat(after).isEqualTo(before);
    }

    /** The trap bites where nobody takes care: else the other tests here would prove nothing. */
    @Test
    void theTrapsAreSharp() throws IOException {
        var prey = TestGit.init(folder.resolve("prey")).commit("a", "a");
        traps.plant(prey.folder());
        new TestGit(prey.folder()).sh("echo b > a; git status; git add -A; git commit -qm x; git diff HEAD~1");

        assertThat(traps.sprung()).contains("trap").contains("pre-commit");
        traps.reset();
    }

    @Test
    void nothingPlantedInTheWorkspaceRunsWhenWorkIsPushed() throws IOException {
        String base = bench.cloned(origin);
        byte[] bundle = bundleOf(base, "work", "done");
        traps.plant(bench.workspace);

        assertThat(bench.push(origin, base, bundle)).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(bench.clone(origin)).isInstanceOf(CloneOutcome.Cloned.class);
        bench.repositories.discard(bench.session);
        assertThat(origin.run("show", BRANCH + ":work")).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a link to another repository", "a file that names another repository"})
    void aWorkspaceWhoseGitFolderLeadsElsewhereIsNotLookedAt(String kind) throws IOException {
        String base = bench.cloned(origin);
        byte[] bundle = bundleOf(base, "work", "done");
        Path git = bench.workspace.resolve(".git");
        Folders.remove(git);
        if (kind.startsWith("a link")) {
            Files.createSymbolicLink(git, origin.folder());
        } else {
            Files.writeString(git, "gitdir: " + origin.folder() + "\n");
        }

        assertThat(bench.push(origin, base, bundle)).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(bench.inside().sh(bench.pack(base).script())).isEqualTo(1);
    }

    @Test
    void packingRunsNothingThatTheWorkspacesSettingsName() throws IOException {
        String base = bench.cloned(origin);
        Files.writeString(bench.workspace.resolve("work"), "done");
        traps.plantHooks(bench.workspace.resolve(".git/hooks"));
        traps.plantHooks(folder.resolve("hooks"));
        Path config = bench.workspace.resolve(".git/config");
        traps.set(config, "core.hooksPath", folder.resolve("hooks").toString());
        traps.set(config, "commit.gpgSign", "true");
        traps.set(config, "extensions.worktreeConfig", "true");
        traps.set(config, "include.path", "../../more");
        traps.plantSettings(folder.resolve("workspaces/more"));
        traps.plantSettings(bench.workspace.resolve(".git/config.worktree"));
        traps.plantSettings(config);

        assertThat(bench.inside().sh(bench.pack(base).script())).isZero();
    }

    @Test
    void aBundleWithAnyOtherBranchIsRefusedWhole() throws IOException {
        String base = bench.cloned(origin);
        var agent = agent(base, "work", "done");
        agent.run("branch", "--force", "main", "HEAD");
        agent.run("tag", "v1");

        assertRefused(base, bundle(agent, REFERENCE, "refs/heads/main", "^" + base));
        assertRefused(base, bundle(agent, "refs/heads/main", "^" + base));
        assertRefused(base, bundle(agent, REFERENCE, "refs/tags/v1", "^" + base));
        assertRefused(base, bundle(agent, "HEAD", "^" + base));
    }

    @Test
    void aBundleIsTakenOnlyWhole() throws IOException {
        String base = bench.cloned(origin);
        byte[] bundle = bundleOf(base, "work", "done");

        assertRefused(base, Arrays.copyOf(bundle, bundle.length - 30));
        assertRefused(base, new byte[0]);
        assertRefused(base, "# v2 git bundle\n\n".getBytes(UTF_8));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aBundleWithABrokenByteIsRefused(long seed) throws IOException {
        String base = bench.cloned(origin);
        byte[] bundle = bundleOf(base, "work", "done");
        int pack = new String(bundle, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\n\nPACK") + 6;
        int at = pack + new Random(seed).nextInt(bundle.length - pack);
        bundle[at] ^= 0x55;

        assertRefused(base, bundle);
    }

    @Test
    void aBundleThatBuildsOnUnknownCommitsIsRefused() throws IOException {
        String base = bench.cloned(origin);
        var agent = agent(base, "secret", "not in it");
        String middle = agent.run("rev-parse", "HEAD");
        agent.commit("more", "x");

        assertThat(refused(base, bundle(agent, REFERENCE, "^" + middle))).contains("does not have");
    }

    @Test
    void objectsThatAreDangerousElsewhereAreRefused() throws IOException {
        String base = bench.cloned(origin);
        var agent = agent(base, ".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = -u./evil\n");
        assertThat(refused(base, bundle(agent, REFERENCE, "^" + base))).contains("dangerous");

        for (String name : List.of(".git", ".GIT", "..", ".", "a/b")) {
            String blob = agent.run("hash-object", "-w", ".gitmodules");
            Path entries = Files.writeString(folder.resolve("entries"), "100644 blob " + blob + "\t" + name + "\0");
            agent.sh("git mktree -z < '" + entries + "' > ../tree || printf '' > ../tree");
            String tree = Files.readString(folder.resolve("tree")).strip();
            if (!tree.isEmpty()) {
                String commit = agent.run("commit-tree", "-m", "x", "-p", base, tree);
                agent.run("update-ref", REFERENCE, commit);
                assertThat(refused(base, bundle(agent, REFERENCE, "^" + base)))
                        .as(name)
                        .contains("dangerous");
            }
        }
    }

    @Test
    void submodulesInTheWorkAreNotFetched() throws IOException {
        String base = bench.cloned(origin);
        for (String url : List.of("ext::" + traps.trap(), "file://" + origin.folder())) {
            var agent = agent(base, ".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = " + url + "\n");
            agent.run("update-index", "--add", "--cacheinfo", "160000," + base + ",x");
            agent.run("commit", "--quiet", "-m", "x");

            assertThat(bench.push(origin, base, bundle(agent, REFERENCE, "^" + base)))
                    .isInstanceOf(PushOutcome.Pushed.class);
            Folders.remove(agent.folder());
            origin.run("update-ref", "-d", REFERENCE);
            bench.repositories.discard(bench.session);
        }
    }

    @Test
    void filtersAndConvertersInTheWorkDoNotRunForItsDiff() throws IOException {
        String base = bench.cloned(origin);
        var agent = agent(base, ".gitattributes", "* filter=trap diff=trap textconv=trap\n");
        agent.commit("b", "x");

        assertThat(bench.push(origin, base, bundle(agent, REFERENCE, "^" + base)))
                .isInstanceOfSatisfying(
                        PushOutcome.Pushed.class,
                        pushed -> assertThat(pushed.diff()).contains("+x"));
    }

    @Test
    void linksInTheWorkStayLinks() throws IOException {
        String base = bench.cloned(origin);
        var agent = agent(base, "a", "x");
        Files.createSymbolicLink(agent.folder().resolve("passwd"), Path.of("/etc/passwd"));
        agent.run("add", "-A");
        agent.run("commit", "--quiet", "-m", "x");

        assertThat(bench.push(origin, base, bundle(agent, REFERENCE, "^" + base)))
                .isInstanceOfSatisfying(
                        PushOutcome.Pushed.class,
                        pushed -> assertThat(pushed.diff())
                                .contains("new file mode 120000", "+/etc/passwd")
                                .doesNotContain("root:"));
    }

    private void assertRefused(String base, byte[] bundle) {
        assertThat(refused(base, bundle)).contains("not taken");
        assertThat(origin.branches()).isEqualTo(before);
    }

    private String refused(String base, byte[] bundle) {
        return refusal(bench.push(origin, base, bundle));
    }

    private byte[] bundleOf(String base, String file, String content) throws IOException {
        return bundle(agent(base, file, content), REFERENCE, "^" + base);
    }

    /** A clone that the agent has all to itself. */
    private TestGit agent(String base, String file, String content) throws IOException {
        Path place = folder.resolve("agent");
        origin.run("clone", "--quiet", ".", place.toString());
        var agent = new TestGit(place);
        agent.run("checkout", "--quiet", "-b", BRANCH.value(), base);
        return agent.commit(file, content);
    }

    private static byte[] bundle(TestGit agent, String... revisions) throws IOException {
        var arguments = new java.util.ArrayList<>(List.of("bundle", "create", "--quiet", "../out.bundle"));
        arguments.addAll(List.of(revisions));
        agent.run(arguments.toArray(String[]::new));
        return Files.readAllBytes(agent.folder().resolveSibling("out.bundle"));
    }
}
