package dev.lucid.githost;

import static dev.lucid.githost.Bench.BRANCH;
import static dev.lucid.githost.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.CloneRequest;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CloneTest {
    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void setUp() {
        bench = new Bench(folder);
    }

    @Test
    void aWorkspaceBeginsAtANewBranchOfTheOriginsMainOne() throws IOException {
        var origin = bench.origin();

        var outcome = bench.clone(origin);

        var inside = bench.inside();
        assertThat(outcome).isEqualTo(new CloneOutcome.Cloned("main", origin.run("rev-parse", "main")));
        assertThat(inside.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/" + BRANCH);
        assertThat(inside.run("status", "--porcelain")).isEmpty();
        assertThat(inside.run("config", "user.name")).isEqualTo("Grace O'Hopper");
        assertThat(inside.run("remote", "get-url", "origin"))
                .isEqualTo(origin.folder().toString());
        assertThat(inside.branches()).containsKeys("refs/remotes/origin/main", "refs/remotes/origin/other");
        assertThat(Files.readString(bench.workspace.resolve("src/a.txt"))).isEqualTo("a\n");
        assertThat(bench.progress).contains("Cloning " + origin.folder());
    }

    @Test
    void theBranchThatWasAskedForIsWhereItBegins() throws IOException {
        var origin = bench.origin();

        var outcome = bench.clone(origin.folder().toString(), Optional.of("other"));

        assertThat(outcome).isEqualTo(new CloneOutcome.Cloned("other", origin.run("rev-parse", "other")));
        assertThat(bench.workspace.resolve("src")).doesNotExist();
    }

    @Test
    void aFileAddressIsThePathThatItNames() throws IOException {
        var origin = bench.origin();

        assertThat(bench.clone("file://" + origin.folder(), Optional.empty())).isInstanceOf(CloneOutcome.Cloned.class);
    }

    @Test
    void aWorkspaceSharesNoObjectWithTheOrigin() throws IOException {
        bench.cloned(bench.origin());

        assertThat(bench.workspace.resolve(".git/objects/info/alternates")).doesNotExist();
        try (Stream<Path> files = Files.walk(bench.workspace.resolve(".git/objects"))) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(1));
        }
    }

    @Test
    void whoClonesFromACloneThatBorrowsItsObjectsOwnsThem() throws IOException {
        var origin = bench.origin();
        var borrower = folder.resolve("borrower");
        origin.run("clone", "--quiet", "--shared", ".", borrower.toString());

        bench.cloned(new TestGit(borrower));
        Folders.remove(origin.folder());

        assertThat(bench.workspace.resolve(".git/objects/info/alternates")).doesNotExist();
        assertThat(bench.inside().run("fsck", "--no-progress")).isEmpty();
    }

    @Test
    void aSecondCloneLeavesTheWorkspaceAloneAndGivesItsStart() throws IOException {
        var origin = bench.origin();
        var first = bench.clone(origin);
        Files.writeString(bench.workspace.resolve("work"), "half done");
        new TestGit(folder.resolve("source"))
                .commit("later", "x")
                .run("push", origin.folder().toString(), "main");

        var second = new Bench(folder).clone(origin);

        assertThat(second).isEqualTo(first);
        assertThat(bench.workspace.resolve("work")).hasContent("half done");
    }

    @Test
    void aCloneThatWasCutStartsAnew() throws IOException {
        var origin = bench.origin();
        Path own = ownRepository();
        Files.createDirectories(ownFolder());
        origin.run("clone", "--quiet", "--bare", ".", own.toString());
        new TestGit(own).run("config", "lucid.checkingOut", "true");
        Files.createDirectories(bench.workspace.resolve(".git"));
        Files.writeString(bench.workspace.resolve("half"), "");

        assertThat(bench.clone(origin)).isInstanceOf(CloneOutcome.Cloned.class);
        assertThat(bench.workspace.resolve("half")).doesNotExist();
    }

    @Test
    void filesInTheWorkspaceAreNeverClonedOver() throws IOException {
        Files.createDirectories(bench.workspace);
        Files.writeString(bench.workspace.resolve("mine"), "kept");

        assertThat(refusal(bench.clone(bench.origin()))).contains("already holds files");
        assertThat(bench.workspace.resolve("mine")).hasContent("kept");
    }

    @Test
    void workIsNotTakenForAHalfMadeClone() throws IOException {
        var origin = bench.origin();
        String base = bench.cloned(origin);
        Files.writeString(bench.workspace.resolve("work"), "kept");
        bench.repositories.discard(bench.session);
        bench.push(origin, base, bench.bundle(base));

        assertThat(refusal(bench.clone(origin))).contains("already holds files");
        assertThat(bench.workspace.resolve("work")).hasContent("kept");
    }

    @Test
    void aCloneCallsItsOriginAsItIsSeenFromTheWorkspace() throws IOException {
        var origin = bench.origin();
        var outcome = bench.repositories.clone(
                new CloneRequest(
                        bench.session,
                        Bench.CHAT,
                        new RepositoryRef(origin.folder().toString(), Optional.empty(), Bench.GRACE),
                        BRANCH,
                        Optional.empty(),
                        Optional.of("http://127.0.0.1:1/repository.git")),
                _ -> {},
                StopSignal.never());

        assertThat(outcome).isInstanceOf(CloneOutcome.Cloned.class);
        assertThat(bench.workspace.resolve(".git/config"))
                .content()
                .contains("url = http://127.0.0.1:1/repository.git")
                .doesNotContain(origin.folder().toString());
    }

    @Test
    void whoHasNoRepositoryNeedsNoGit() {
        var settings = bench.settings;
        var without = new GitRepositories(() -> GitPrograms.find("/nonexistent"), settings, _ -> bench.workspace);

        without.discard(bench.session);
        assertThatThrownBy(() -> without.clone(
                        new CloneRequest(
                                bench.session,
                                Bench.CHAT,
                                new RepositoryRef(folder.toString(), Optional.empty(), Bench.GRACE),
                                BRANCH,
                                Optional.empty()),
                        _ -> {},
                        StopSignal.never()))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("Install git");
    }

    @Test
    void anUnknownBranchIsRefusedWithTheOnesThereAre() throws IOException {
        var origin = bench.origin();

        assertThat(refusal(bench.clone(origin.folder().toString(), Optional.of("nope"))))
                .contains("'nope'")
                .contains("main")
                .contains("other");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"main~1", "main^{tree}", "@", "HEAD", "--all", "-q", "../heads/main", "refs/heads/main", " "})
    void expressionsAreNoBranches(String branch) throws IOException {
        var origin = bench.origin();

        assertThat(refusal(bench.clone(origin.folder().toString(), Optional.of(branch))))
                .contains("has no branch");
    }

    @Test
    void aTagOfTheBranchsNameChangesNoName() throws IOException {
        var origin = bench.origin();
        origin.run("tag", "main");
        origin.run("tag", "other");

        assertThat(bench.clone(origin))
                .isEqualTo(new CloneOutcome.Cloned("main", origin.run("rev-parse", "heads/main")));
        assertThat(refusal(new Bench(folder.resolve("second"))
                        .clone(origin.folder().toString(), Optional.of("nope"))))
                .doesNotContain("heads/");
    }

    @Test
    void anEmptyRepositoryAsksForAFirstCommit() throws IOException {
        var empty = TestGit.init(folder.resolve("empty"));

        assertThat(refusal(bench.clone(empty))).contains("is empty").contains("first commit");
        assertNothingIsLeft();
    }

    @Test
    void aDetachedOriginIsWhereItBegins() throws IOException {
        var source = TestGit.init(folder.resolve("detached")).commit("a", "a").commit("b", "b");
        source.run("checkout", "--quiet", "--detach", "HEAD~1");

        assertThat(bench.clone(source)).isEqualTo(new CloneOutcome.Cloned("HEAD", source.run("rev-parse", "HEAD")));
    }

    @Test
    void whatIsNoRepositoryIsRefusedWithWhatToDo() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(refusal(bench.clone(plain.toString(), Optional.empty())))
                .contains("no git repository at " + plain)
                .contains("git init");
        assertThat(refusal(bench.clone(file.toString(), Optional.empty()))).contains("There is no folder " + file);
        assertThat(refusal(bench.clone("/no/such/place", Optional.empty()))).contains("There is no folder /no/such");
        assertNothingIsLeft();
    }

    @Test
    void aStopBeforeTheCloneLeavesNothing() throws IOException {
        var stop = new RaisableStop();
        stop.raise();

        assertThat(bench.clone(bench.origin().folder().toString(), Optional.empty(), stop))
                .isEqualTo(new CloneOutcome.Stopped());
        assertNothingIsLeft();
    }

    /** Each word that git says is a moment to stop at. */
    @ParameterizedTest(name = "at word {0}")
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 8, 10})
    void aStopDuringTheCloneLeavesNothing(int word) throws IOException {
        var origin = bench.origin();
        var stop = new RaisableStop();
        var outcome = bench.repositories.clone(
                new CloneRequest(
                        bench.session,
                        Bench.CHAT,
                        new RepositoryRef(origin.folder().toString(), Optional.empty(), Bench.GRACE),
                        BRANCH,
                        Optional.empty()),
                line -> {
                    bench.progress.add(line);
                    if (bench.progress.size() > word) {
                        stop.raise();
                    }
                },
                stop);

        if (outcome instanceof CloneOutcome.Cloned) {
            assertThat(bench.workspace.resolve("README")).exists();
        } else {
            assertThat(outcome).isEqualTo(new CloneOutcome.Stopped());
            assertNothingIsLeft();
        }
        assertThat(bench.clone(origin)).isInstanceOf(CloneOutcome.Cloned.class);
    }

    @Test
    void discardingForgetsTheSessionsRepository() throws IOException {
        bench.cloned(bench.origin());
        Path cut = Files.createDirectories(ownRepository().resolveSibling(bench.session.session() + ".git.incoming"));
        Files.writeString(cut.resolve("handed-over.bundle"), "left by a push that was cut");

        bench.repositories.discard(bench.session);
        bench.repositories.discard(bench.session);

        assertThat(ownFolder()).isEmptyDirectory();
    }

    @Test
    void lucidsOwnRepositoriesAreClosedToOtherUsers() throws IOException {
        bench.cloned(bench.origin());

        assertThat(Files.getPosixFilePermissions(ownFolder()))
                .containsExactlyInAnyOrderElementsOf(
                        java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    private Path ownRepository() {
        return ownFolder().resolve(bench.session.session() + ".git");
    }

    private Path ownFolder() {
        return bench.settings.repositories().resolve(bench.session.user().toString());
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(ownRepository()).doesNotExist();
        assertThat(Folders.isEmptyOrAbsent(bench.workspace)).isTrue();
    }
}
