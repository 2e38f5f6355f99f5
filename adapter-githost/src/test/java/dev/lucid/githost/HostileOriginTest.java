package dev.lucid.githost;

import static dev.lucid.githost.Bench.BRANCH;
import static dev.lucid.githost.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.CloneRequest;
import dev.lucid.port.change.Repositories.PushOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be tried by whoever made a repository, or names one: none of it runs on the host. */
@Timeout(120)
class HostileOriginTest {
    @TempDir
    private Path folder;

    private Bench bench;
    private Traps traps;
    private TestGit hostile;

    @BeforeEach
    void setUp() throws IOException {
        bench = new Bench(folder);
        traps = Traps.in(folder);
        hostile = TestGit.init(folder.resolve("hostile")).commit("a", "a");
    }

    @AfterEach
    void nothingRan() throws IOException {
        assertThat(traps.sprung()).isEmpty();
    }

    @Test
    void nothingPlantedInAnOriginOnThisMachineRunsWhenItIsClonedOrPushedTo() throws IOException {
        var lender = bench.origin();
        Files.writeString(hostile.folder().resolve(".gitattributes"), "* filter=trap diff=trap merge=trap\n");
        hostile.run("add", "-A");
        hostile.run("commit", "--quiet", "-m", "x");
        traps.plantSettings(hostile.folder().resolve(".git/config"));
        traps.plantHooks(hostile.folder().resolve(".git/hooks"));
        Files.writeString(hostile.folder().resolve(".git/objects/info/alternates"), lender.folder() + "/objects\n");

        String base = bench.cloned(hostile);
        Files.writeString(bench.workspace.resolve("a"), "b");

        assertThat(bench.push(hostile, base, bench.bundle(base))).isInstanceOf(PushOutcome.Pushed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext::%T", "file://%R", "%R", "./.git", "--upload-pack=%T", "ssh://-oProxyCommand=%T/x"})
    void submodulesAreNotFetched(String url) throws IOException {
        String commit = hostile.run("rev-parse", "HEAD");
        String meant = url.replace("%T", traps.trap().toString())
                .replace("%R", hostile.folder().toString());
        Files.writeString(
                hostile.folder().resolve(".gitmodules"),
                "[submodule \"x\"]\n\tpath = x\n\turl = " + meant + "\n\tupdate = !" + traps.trap() + "\n");
        hostile.run("add", ".gitmodules");
        hostile.run("update-index", "--add", "--cacheinfo", "160000," + commit + ",x");
        hostile.run("commit", "--quiet", "-m", "x");

        bench.cloned(hostile);

        assertThat(bench.workspace.resolve("x")).isEmptyDirectory();
        assertThat(bench.workspace.resolve(".git/modules")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% %R",
                "ext::%T",
                "--upload-pack=%T",
                "-c core.sshCommand=%T",
                "fd::0",
                "--config=x",
                "ssh://-oProxyCommand=%T/x",
                "git@-oProxyCommand=touch:x"
            })
    void addressesThatNameProgramsRunNothing(String address) throws IOException {
        String meant = address.replace("%T", traps.trap().toString())
                .replace("%R", traps.log().toString());

        assertThat(refusal(bench.clone(meant, Optional.empty()))).contains("can't be used");

        String base = bench.cloned(hostile);
        Files.writeString(bench.workspace.resolve("a"), "b");
        assertThat(refusal(bench.push(meant, base, bench.bundle(base)))).contains("can't be used");
    }

    /** git makes no such branch by itself, but it takes one from whoever wrote the reference. */
    @ParameterizedTest
    @ValueSource(strings = {"-x", "--all", "--upload-pack=trap", "--unset", "-"})
    void aBranchThatLooksLikeAnOptionIsABranch(String name) throws IOException {
        String commit = hostile.run("rev-parse", "HEAD");
        hostile.run("update-ref", "refs/heads/" + name, commit);
        hostile.run("update-ref", "refs/tags/" + name, commit);
        hostile.run("symbolic-ref", "HEAD", "refs/heads/" + name);
        var cloned = new CloneOutcome.Cloned(name, commit);

        assertThat(bench.clone(hostile)).isEqualTo(cloned);
        assertThat(bench.clone(hostile)).isEqualTo(cloned);
        Files.writeString(bench.workspace.resolve("a"), "b");
        assertThat(bench.push(hostile, commit, bench.bundle(commit))).isInstanceOf(PushOutcome.Pushed.class);

        var second = new Bench(folder.resolve("second"));
        assertThat(second.clone(hostile.folder().toString(), Optional.of(name))).isEqualTo(cloned);
    }

    @Test
    void anAuthorThatLooksLikeAnOptionOrASettingIsAName() throws IOException {
        for (var author : List.of(
                new Author("--unset", "--edit"),
                new Author("x\n[core]\n\tfsmonitor = " + traps.trap(), "x\"\n[alias]\n\tadd = !" + traps.trap()))) {
            var own = new Bench(folder.resolve("by-" + Integer.toHexString(author.hashCode())));
            own.repositories.clone(
                    new CloneRequest(
                            own.session,
                            Bench.CHAT,
                            new RepositoryRef(hostile.folder().toString(), Optional.empty(), author),
                            BRANCH,
                            Optional.empty()),
                    _ -> {},
                    StopSignal.never());

            assertThat(own.inside().run("config", "user.name")).isEqualTo(author.name());
            assertThat(own.inside().run("config", "user.email")).isEqualTo(author.email());
            own.inside().commit("work", "done");
        }
    }
}
